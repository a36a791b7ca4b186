// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
// The prompt of the script tag.
import { describe, expect, it, vi } from 'vitest'
import { textsFor, timeIn } from '../src/script/prompt/texts'
import {
  announce, choices, clock, command, eachOnANewPage, isOn, leave, page, part, root, server, start, tab, text, type,
} from './fake/script-page'

eachOnANewPage()

describe('the prompt', () => {
  it('is there before it speaks, says something when the tab is outdated, and goes with Later', async () => {
    const client = await start()
    expect([isOn(), text(), choices()]).toEqual([false, '', []])
    expect(part('text').getAttribute('role')).toBe('status')
    await announce('v2')
    expect([isOn(), text(), choices()]).toEqual([true, textsFor('en', {})[0].outdated, ['Reload', 'Later']])
    part('later').click()
    expect([isOn(), text(), client.state.dismissed]).toEqual([false, '', 'v2'])
    await announce('v3')
    expect(isOn()).toBe(true)
    part('reload').click()
    await clock.pass(0)
    expect(tab.reloads).toBe(1)
  })

  it('takes no focus, closes on Escape when focused, and returns the focus', async () => {
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    await start()
    await announce('v2')
    expect(document.activeElement).toBe(field)
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(isOn()).toBe(true)
    const host = document.querySelector('rollcall-prompt')!
    host.dispatchEvent(new FocusEvent('focusin', { relatedTarget: field }))
    vi.spyOn(document, 'activeElement', 'get').mockReturnValue(host)
    const focus = vi.spyOn(field, 'focus')
    part('later').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    expect(isOn()).toBe(false)
    expect(focus).toHaveBeenCalledOnce()
  })

  it('shows the time that is left, and announces it only now and then', async () => {
    await start()
    await command({ after: 120_000 })
    expect(text()).toBe('This page reloads in 2 minutes.')
    expect(choices()).toEqual(['Reload', 'Hide'])
    const announced = vi.spyOn(part('text'), 'replaceChildren')
    await clock.pass(40_000)
    expect(text()).toBe('This page reloads in 80 seconds.')
    expect(announced).not.toHaveBeenCalled()
    await clock.pass(20_000)
    expect(text()).toBe('This page reloads in 60 seconds.')
    expect(announced).toHaveBeenCalledOnce()
    await clock.pass(49_000)
    expect([text(), announced.mock.calls.length]).toEqual(['This page reloads in 11 seconds.', 1])
    await clock.pass(1_000)
    expect([text(), announced.mock.calls.length]).toEqual(['This page reloads in 10 seconds.', 2])
    await clock.pass(10_000)
    expect([text(), choices(), tab.reloads]).toEqual(['Reloading…', [], 1])
  })

  it('can be hidden before a reload, which still happens', async () => {
    await start()
    await command({ after: 30_000 })
    part('later').click()
    await clock.pass(5_000)
    expect([isOn(), tab.reloads]).toEqual([false, 0])
    await clock.pass(25_000)
    expect(tab.reloads).toBe(1)
  })

  it('asks for the visitor to finish where a reload waits for that, and says until when', async () => {
    const client = await start()
    client.beforeReload = () => false
    await command()
    expect(text()).toBe(textsFor('en', {})[0].deferred)
    await command({ command: 'c2', deadline: clock.millis + 300_000 })
    expect(text()).toBe('This page reloads in 5 minutes.')
  })

  it('says that the page is away, instead of a time', async () => {
    await start()
    server.page = () => new Response(null, { status: 503 })
    await command()
    expect([text(), choices(), tab.reloads]).toEqual([textsFor('en', {})[0].waiting, ['Reload', 'Hide'], 0])
  })

  it('promises no update that a reload did not bring', async () => {
    await start()
    server.version = 'v2'
    await announce('v2')
    part('reload').click()
    await clock.pass(0)
    leave()
    await start()
    expect([text(), choices()]).toEqual([textsFor('en', {})[0].unchanged, ['Reload', 'Later']])
  })

  it('does not let a forced reload take what somebody has typed', async () => {
    document.body.innerHTML = '<form><input></form>'
    const field = document.querySelector('input')!
    await start()
    type(field, 'Ann')
    await command()
    expect([text(), tab.reloads]).toEqual([textsFor('en', {})[0].deferred, 0])
    part('reload').click()
    await clock.pass(0)
    expect(tab.reloads).toBe(1)
  })

  it.each([['was saved', () => page.rollcall!.saved()], ['is gone', (form: HTMLFormElement) => form.remove()],
    ['was deleted', (form: HTMLFormElement) => ((form.elements[0] as HTMLInputElement).value = '')],
    ['is left to the page', () => (page.rollcall!.beforeReload = () => {})]])('reloads where what was typed %s', async (_, end) => {
    document.body.innerHTML = '<form><input></form>'
    await start()
    type(document.querySelector('input')!, 'Ann')
    end(document.querySelector('form')!)
    await command()
    expect(tab.reloads).toBe(1)
  })

  it.each([['de-AT', 'Diese Website wurde', 'Später'], ['fr', 'Ce site', 'Plus tard'], ['es', 'Este sitio', 'Más tarde'],
    ['ja', 'このサイトは', 'あとで'], ['nl', 'This site', 'Later']])('speaks %s as the page does', async (lang, begins, later) => {
    document.documentElement.lang = lang
    await start()
    await announce('v2')
    expect(text().startsWith(begins)).toBe(true)
    expect(choices()[1]).toBe(later)
    expect(part('prompt').lang).toBe(lang === 'nl' ? 'en' : lang)
  })

  it('speaks the language of the tag before that of the page', async () => {
    await start({ 'data-lang': 'de' })
    await announce('v2')
    expect(choices()).toEqual(['Neu laden', 'Später'])
  })

  it("says the page's own words, with the version, and never as markup", async () => {
    await start({ 'data-texts': '{"outdated": "<b>{version}</b> is out: {version}", "later": "Not now"}' })
    await announce('$&v2')
    expect(text()).toBe('<b>$&v2</b> is out: $&v2')
    expect(choices()).toEqual(['Reload', 'Not now'])
  })

  it('moves away from the focused element, unless it would cover it there too', async () => {
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    await start()
    const at = (top: number, bottom: number): DOMRect => ({ left: 0, right: 100, top, bottom }) as DOMRect
    const box = part('prompt')
    vi.spyOn(box, 'getBoundingClientRect').mockImplementation(() => (box.classList.contains('top') ? at(0, 100) : at(400, 500)))
    const where = vi.spyOn(field, 'getBoundingClientRect').mockReturnValue(at(450, 470))
    await announce('v2')
    expect(box.classList.contains('top')).toBe(true)
    where.mockReturnValue(at(10, 20))
    field.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    expect(box.classList.contains('top')).toBe(false)
    where.mockReturnValue(at(0, 500))
    field.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    expect(box.classList.contains('top')).toBe(false)
  })

  it('has its style without an inline one, which policies forbid, wherever the browser allows that', async () => {
    await start()
    expect([root().adoptedStyleSheets.length, root().querySelector('style')]).toEqual([1, null])
  })

  it('has its style in old browsers as well', async () => {
    vi.stubGlobal('CSSStyleSheet', undefined)
    await start()
    vi.unstubAllGlobals()
    expect(root().querySelector('style')!.textContent).toContain('.prompt')
  })

  it('comes back to a page that was rewritten', async () => {
    await start()
    document.querySelector('rollcall-prompt')!.remove()
    await announce('v2')
    expect([document.querySelectorAll('rollcall-prompt').length, isOn()]).toEqual([1, true])
  })

  it('is left to the page where it wants that', async () => {
    const client = await start({ 'data-prompt': 'none' })
    await announce('v2')
    expect([client.state.isOutdated, document.querySelector('rollcall-prompt')]).toEqual([true, null])
  })
})

it.each([[1, 'in 1 second'], [90, 'in 90 seconds'], [91, 'in 2 minutes'], [5_400, 'in 90 minutes'], [5_401, 'in 2 hours']])(
  '%d seconds are said as %j', (seconds, words) => {
    expect(timeIn('en', seconds)).toBe(words)
    expect(timeIn('no such language', seconds)).toBe(words)
  })
