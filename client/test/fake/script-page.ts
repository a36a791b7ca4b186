// SPDX-License-Identifier: Apache-2.0
// A page with a script tag: its contents, and what its prompt shows. For files that run in happy-dom.
import { afterEach, beforeEach, vi } from 'vitest'
import { FakeClock, FakeTab, settle } from './environment'
import { FakeServer } from './server'
import { startScript, type ScriptRollcall } from '../../src/script/start'

type Page = typeof globalThis & Window & { rollcall?: ScriptRollcall; navigation?: EventTarget }

export const page = window as unknown as Page
const STARTED = Symbol.for('rollcall.script')
export const real = { pushState: history.pushState, replaceState: history.replaceState }

export let clock: FakeClock
export let server: FakeServer
export let tab: FakeTab
/** The addresses of all sockets so far. */
export let opened: URL[]

/** Makes a new page for each test of the file. */
export function eachOnANewPage(): void {
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
}

/** Leaves nothing of the page behind. */
export function leave(): void {
  Reflect.deleteProperty(window, STARTED)
  Reflect.deleteProperty(window, 'rollcall')
  Reflect.deleteProperty(window, 'navigation')
  Object.assign(history, real)
  document.querySelectorAll('rollcall-prompt, script').forEach((element) => element.remove())
  document.body.replaceChildren()
}

/** Puts a tag into the page, and runs the script. */
export async function start(attributes: Record<string, string> = {}): Promise<ScriptRollcall> {
  const script = document.createElement('script')
  script.type = 'text/plain' // nothing must be fetched
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

export const announce = (version: string): Promise<void> => say({ type: 'version', version })
export const command = async (more: object = {}): Promise<void> => {
  await say({ type: 'version', version: 'v2', force: true, command: 'c1', ...more })
  await clock.pass(0)
}
export const route = (): string => page.rollcall!.state.route

/** Types as a person does. */
export function type(field: HTMLInputElement, value: string): void {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
}

export const root = (): ShadowRoot => document.querySelector('rollcall-prompt')!.shadowRoot!
export const part = (name: string): HTMLElement => root().querySelector<HTMLElement>(`[part=${name}]`)!
export const text = (): string => part('text').textContent!
export const isOn = (): boolean => part('prompt').classList.contains('on')
export const choices = (): string[] => (part('actions').hidden ? [] : ['reload', 'later'].map((name) => part(name).textContent!))
