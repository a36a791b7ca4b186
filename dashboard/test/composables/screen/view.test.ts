// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useTheme } from '../../../src/composables/useTheme'
import { useView, type UseView } from '../../../src/composables/view/useView'
import { inScope } from '../../fake/page'

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

/** Opens the page at an address, as far as the view goes. */
function openAt(hash: string): UseView {
  history.replaceState(null, '', `${location.pathname}${hash}`)
  return inScope(useView)
}

/** Acts as the browser when a person goes back, or edits the address. */
async function goTo(hash: string): Promise<void> {
  history.replaceState(null, '', `${location.pathname}${hash}`)
  dispatchEvent(new Event('popstate'))
  await nextTick()
}

async function paused(): Promise<void> {
  await nextTick()
  await vi.advanceTimersByTimeAsync(300)
}

describe('the view', () => {
  it('is what the address says, and stays so: a page is no reason to forget the filter, nor the other way round', async () => {
    const { view, shown } = openAt('#/tabs?route=%2Fcart&match=exact&page=3')
    await paused()
    expect([shown.value, view.filter.route, view.filter.match, view.page]).toEqual(['tabs', '/cart', 'exact', 2])
    expect(location.hash).toBe('#/tabs?route=%2Fcart&match=exact&page=3')
  })

  it('from before there were pages still works: with a filter it shows tabs, and says so once it changes', async () => {
    const { view, shown } = openAt('#route=%2Fcart&range=24h&page=3')
    expect([shown.value, view.filter.route, view.range, view.page]).toEqual(['tabs', '/cart', '24h', 2])
    view.filter.route = ''
    await paused()
    expect([shown.value, location.hash]).toEqual(['tabs', '#/tabs'])
    expect(openAt('#range=24h').shown.value).toBe('live')
    expect(openAt('#/no-such-page').shown.value).toBe('live')
  })

  it('is in the address once typing has paused, and what is not of the view stays there', async () => {
    const { view } = openAt('#/tabs?theme=dark')
    view.filter.route = '/a'
    await nextTick()
    expect(location.hash).toBe('#/tabs?theme=dark')
    view.filter.route = '/ab'
    await paused()
    expect(location.hash).toBe('#/tabs?theme=dark&route=%2Fab')
    view.filter.route = ''
    await paused()
    expect(location.hash).toBe('#/tabs?theme=dark')
  })

  it('begins with the first page for another filter', () => {
    const { view } = openAt('#page=3')
    view.filter.outdated = true
    expect(view.page).toBe(0)
  })

  it('follows the address when the browser goes back', async () => {
    const { view, shown } = openAt('')
    await goTo('#/tabs?version=v1&page=4')
    expect([shown.value, view.filter.version, view.page]).toEqual(['tabs', 'v1', 3])
    await goTo('#/tabs')
    expect([view.filter.version, view.page]).toEqual(['', 0])
    await goTo('#/waves')
    expect(shown.value).toBe('waves')
  })

  it('goes to a page as a step, with what belongs to that page; what belongs to another is there again', async () => {
    const { view, shown, goTo: show, addressOf } = openAt('#theme=dark')
    const before = history.length
    view.range = '24h'
    show('tabs')
    view.filter.route = '/a'
    await paused()
    expect([shown.value, location.hash, history.length - before]).toEqual(['tabs', '#/tabs?theme=dark&route=%2Fa', 1])
    expect(addressOf('live')).toBe('#/live?theme=dark&range=24h')
    show('waves')
    show('waves')
    expect([location.hash, history.length - before]).toEqual(['#/waves?theme=dark', 2])
    expect(view.filter.route).toBe('/a')
  })

  it('is narrowed to one thing as a step of its own', () => {
    const { view, narrow, arrivals } = openAt('#/tabs?route=%2Fa&outdated=1')
    const before = history.length
    narrow({ version: 'v2' })
    expect(view.filter).toEqual({ route: '', match: 'prefix', version: 'v2', user: '', outdated: false, id: '' })
    expect([location.hash, history.length - before, arrivals.value]).toEqual(['#/tabs?version=v2', 1, 1])
  })
})

describe('the theme', () => {
  const dark = (matches: boolean): void => void vi.stubGlobal('matchMedia', () => ({ matches, addEventListener: () => {}, removeEventListener: () => {} }))
  afterEach(() => vi.unstubAllGlobals())

  it('is that of the address before that of the browser', () => {
    dark(false)
    localStorage.setItem('rollcall:theme', 'light')
    history.replaceState(null, '', `${location.pathname}#theme=dark`)
    expect(inScope(useTheme).theme.value).toBe('dark')
  })

  it('that was chosen in this browser is in the address, so that a copied one shows the same', () => {
    dark(false)
    localStorage.setItem('rollcall:theme', 'dark')
    expect(inScope(useTheme).theme.value).toBe('dark')
    expect(location.hash).toBe('#theme=dark')
  })

  it('is in the address while it is not the system’s', () => {
    dark(false)
    const { theme, toggle } = inScope(useTheme)
    toggle()
    expect([theme.value, location.hash]).toEqual(['dark', '#theme=dark'])
    toggle()
    expect([theme.value, location.hash, localStorage.getItem('rollcall:theme')]).toEqual(['light', '', null])
  })
})
