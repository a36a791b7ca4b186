// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
// The script for a tag, from what the tag says to what the prompt says.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startScript, type ScriptRollcall } from '../src/script/start'
import { textsFor, timeIn } from '../src/script/prompt/texts'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

type Page = typeof globalThis & Window & { rollcall?: ScriptRollcall; navigation?: EventTarget }

const page = window as unknown as Page
const STARTED = Symbol.for('rollcall.script')
const real = { pushState: history.pushState, replaceState: history.replaceState }

let clock: FakeClock
let server: FakeServer
let tab: FakeTab
/** The addresses of all sockets so far. */
let opened: URL[]

beforeEach(() => {
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
  opened = []
  const open = server.openSocket.bind(server)
  server.openSocket = (url) => {
    opened.push(new URL(url))
    return open(url)
  }
  document.documentElement.lang = 'en'
  page.location.href = 'http://shop.test/basket?item=1#top'
})

afterEach(() => {
  leave()
  vi.restoreAllMocks()
})

/** Leaves nothing of the page behind. */
function leave(): void {
  Reflect.deleteProperty(window, STARTED)
  Reflect.deleteProperty(window, 'rollcall')
  Reflect.deleteProperty(window, 'navigation')
  Object.assign(history, real)
  document.querySelectorAll('rollcall-prompt, script').forEach((element) => element.remove())
  document.body.replaceChildren()
}

/** Puts a tag into the page, and runs the script. */
async function start(attributes: Record<string, string> = {}): Promise<ScriptRollcall> {
  const script = document.createElement('script')
  script.type = 'text/plain' // nothing is to be fetched
  for (const [name, value] of Object.entries({ 'data-version': 'v1', src: '/__skew/client.js', ...attributes })) script.setAttribute(name, value)
  document.head.append(script)
  startScript(page, tab.window)
  await clock.pass(0)
  return page.rollcall!
}

async function say(message: object): Promise<void> {
  server.last.send({ timestamp: clock.millis, ...message })
  await settle()
}

const announce = (version: string): Promise<void> => say({ type: 'version', version })
const command = async (more: object = {}): Promise<void> => {
  await say({ type: 'version', version: 'v2', force: true, command: 'c1', ...more })
  await clock.pass(0)
}
const route = (): string => page.rollcall!.state.route

/** Types as a person does. */
function type(field: HTMLInputElement, value: string): void {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
}

const root = (): ShadowRoot => document.querySelector('rollcall-prompt')!.shadowRoot!
const part = (name: string): HTMLElement => root().querySelector<HTMLElement>(`[part=${name}]`)!
const text = (): string => part('text').textContent!
const isOn = (): boolean => part('prompt').classList.contains('on')
const choices = (): string[] => (part('actions').hidden ? [] : ['reload', 'later'].map((name) => part(name).textContent!))

describe('the tag', () => {
  it('names the build, and the address of the script that of the server', async () => {
    await start({ src: 'https://live.example/base/client.1a2b3c.js?x#y' })
    const { host, pathname, searchParams } = opened[0]!
    expect([host, pathname]).toEqual(['live.example', '/base/ws'])
    expect([searchParams.get('version'), searchParams.get('route')]).toEqual(['v1', '/basket'])
  })

  it('may name the server, as it must in a bundle', async () => {
    await start({ src: '/assets/index-1a2b.js', 'data-base': '/elsewhere' })
    expect(opened[0]!.pathname).toBe('/elsewhere/ws')
  })

  it('without a build says what is missing, and does nothing', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    await start({ 'data-version': '' })
    expect(error.mock.calls[0]![0]).toContain('data-version="build-1"')
    expect([opened.length, page.rollcall, document.querySelector('rollcall-prompt')]).toEqual([0, undefined, null])
  })

  it('with texts that are no JSON says so, and speaks its own', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    await start({ 'data-texts': '{reload}' })
    await announce('v2')
    expect(warn.mock.calls[0]![0]).toContain('data-texts')
    expect(choices()).toEqual(['Reload', 'Later'])
  })

  it('counts once, however often it is there', async () => {
    const client = await start()
    expect(await start()).toBe(client)
    expect([opened.length, document.querySelectorAll('rollcall-prompt').length]).toEqual([1, 1])
  })
})

describe('the page', () => {
  it('gets the client, also by an event, and may put a reload off', async () => {
    const ready = vi.fn()
    document.addEventListener('rollcall:ready', (event) => ready((event as CustomEvent).detail), { once: true })
    const client = await start()
    expect(ready).toHaveBeenCalledWith(client)
    client.beforeReload = () => false
    await command()
    expect([client.state.reload?.phase, tab.reloads]).toEqual(['deferred', 0])
    client.beforeReload = null
    client.reload()
    await clock.pass(0)
    expect(tab.reloads).toBe(1)
  })

  it('keeps a `rollcall` of its own', async () => {
    const own = {} as ScriptRollcall
    page.rollcall = own
    expect(await start()).toBe(own)
    expect(opened.length).toBe(1)
  })

  it('is followed where it goes by pushState, replaceState and back', async () => {
    await start()
    history.pushState(null, '', '/checkout?step=2')
    expect(route()).toBe('/checkout')
    history.replaceState(null, '', '/checkout/done')
    expect(route()).toBe('/checkout/done')
    real.pushState.call(history, null, '', '/unseen')
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(route()).toBe('/unseen')
  })

  it('is followed without touching its history where there is the Navigation API', async () => {
    page.navigation = new EventTarget()
    await start()
    expect(history.pushState).toBe(real.pushState)
    history.pushState(null, '', '/checkout')
    page.navigation.dispatchEvent(new Event('currententrychange'))
    expect(route()).toBe('/checkout')
  })

  it.each([['', '/'], ['#/shop/1?x', '/shop/1'], ['#!/shop', '/shop'], ['#imprint', '/imprint']])(
    'with routes in its fragment: %j is %j', async (fragment, expected) => {
      page.location.href = `http://shop.test/app.html${fragment}`
      await start({ 'data-route': 'hash' })
      expect(opened[0]!.searchParams.get('route')).toBe(expected)
    })
})

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

  it('takes no focus, goes with Escape when it has it, and gives it back', async () => {
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

  it('can be hidden while a reload is to come, which comes nevertheless', async () => {
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

  it('does not promise an update that a reload has not brought', async () => {
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

  it('moves away from what has the focus, unless it would be on it there as well', async () => {
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
