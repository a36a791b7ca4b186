// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
// Fields that the person has changed put a reload off.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRollcall, guardForms, messageOf, type FormGuard, type PendingReload, type RollcallState } from '../src/index'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

let guard: FormGuard

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  document.body.innerHTML = `<form>
    <input id="name" value="Ann"><textarea id="text"></textarea><input id="news" type="checkbox">
    <select id="size"><option>S<option selected>M<option>L</select><input id="find" type="search">
  </form>`
  guard = guardForms()
})

afterEach(() => {
  guard.stop()
  vi.useRealTimers()
})

const field = (id: string): HTMLInputElement => document.getElementById(id) as HTMLInputElement

/** Changes a field as a person does. */
function type(id: string, value: string, { focus = true } = {}): void {
  if (focus) field(id).dispatchEvent(new Event('focusin', { bubbles: true }))
  field(id).value = value
  field(id).dispatchEvent(new Event('input', { bubbles: true }))
}

describe('a page', () => {
  it('is unchanged at first, and when its fields are only looked at', () => {
    field('name').dispatchEvent(new Event('focusin', { bubbles: true }))
    expect(guard.isChanged()).toBe(false)
    expect(guard({} as PendingReload)).toBeUndefined()
  })

  it.each([['name', 'Anna'], ['text', 'long'], ['size', 'L']])('is changed by input in %s, and no longer when that is undone', (id, value) => {
    const first = field(id).value
    type(id, value)
    expect(guard.isChanged()).toBe(true)
    type(id, first)
    expect(guard.isChanged()).toBe(false)
  })

  it('knows what the page itself had where the person did not focus the field', () => {
    type('name', 'Anna', { focus: false })
    expect(guard.isChanged()).toBe(true)
    type('name', 'Ann', { focus: false })
    expect(guard.isChanged()).toBe(false)
  })

  it('is changed by a checkbox', () => {
    field('news').checked = true
    field('news').dispatchEvent(new Event('change', { bubbles: true }))
    expect(guard.isChanged()).toBe(true)
  })

  it('is not changed by what the application writes, nor by a search', () => {
    field('text').value = 'written by the application'
    type('find', 'shoes')
    expect(guard.isChanged()).toBe(false)
  })

  it('is unchanged after a reset, when the field is gone, and when the application says that it is saved', () => {
    type('text', 'a')
    document.querySelector('form')!.dispatchEvent(new Event('reset', { bubbles: true }))
    expect(guard.isChanged()).toBe(false)
    type('text', 'b')
    guard.saved()
    expect(guard.isChanged()).toBe(false)
    type('text', 'c')
    field('text').remove()
    expect(guard.isChanged()).toBe(false)
  })

  it('stays changed when a form is submitted, because saving may fail', () => {
    type('text', 'a')
    document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    expect(guard.isChanged()).toBe(true)
  })
})

describe('a forced reload', () => {
  it('waits until nothing is changed, asks again then, and obeys the deadline', async () => {
    vi.useRealTimers()
    const clock = new FakeClock()
    const server = new FakeServer(clock)
    const tab = new FakeTab(clock, server)
    let changed = true
    const answers: (() => void)[] = []
    const beforeReload = Object.assign(
      () => (changed ? new Promise<void>((resolve) => answers.push(resolve)) : undefined), { again: true },
    )
    const client = createRollcall({ version: 'v1', window: tab.window, beforeReload })
    await clock.pass(0)
    server.last.send({ type: 'version', version: 'v2', force: true, timestamp: clock.millis, deadline: clock.millis + 90_000 })
    await clock.pass(0)
    // It is saved, but the person keeps typing while the client looks at the page.
    answers[0]!()
    await settle()
    expect(tab.reloads).toBe(0)
    expect(answers).toHaveLength(2)
    expect(messageOf(client.state)).toBe('This page reloads in 90 seconds. Please save your changes.')
    await clock.pass(89_999)
    expect(tab.reloads).toBe(0)
    await clock.pass(1)
    expect(tab.reloads).toBe(1)
    changed = false
  })

  it('is told when the fields are as before, although no event tells the guard', async () => {
    type('text', 'a message')
    const done = vi.fn()
    void (guard({} as PendingReload) as Promise<void>).then(done)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(done).not.toHaveBeenCalled()
    field('text').value = ''
    await vi.advanceTimersByTimeAsync(1_000)
    expect(done).toHaveBeenCalledOnce()
  })
})

describe('the message to the person', () => {
  const pending = (phase: PendingReload['phase'], remaining: number | null): Partial<RollcallState> => ({
    reload: { version: 'v2', command: null, deadline: null, at: null, phase, remaining },
  })
  it.each<[string | null, Partial<RollcallState>]>([
    [null, {}],
    ['There is a new version of this page.', { isOutdated: true }],
    ['An earlier version of this page is back.', { isOutdated: true, isRollback: true }],
    ['This page was reloaded, but got an old version. Closing all tabs of this site may help.', { isOutdated: true, unchanged: 'cdn' }],
    ['This page reloads in 1 second.', pending('scheduled', 900)],
    ['This page reloads in 119 seconds.', pending('scheduled', 119_000)],
    ['This page reloads in 3 minutes. Please save your changes.', pending('deferred', 121_000)],
    ['This page reloads in 3 hours. Please save your changes.', pending('deferred', 7_300_000)],
    ['This page reloads when your changes are saved.', pending('deferred', null)],
    ['The new version cannot be loaded now. This page stays as it is and tries again in 5 seconds.', pending('waiting', 4_001)],
    ['This page reloads now.', pending('preparing', 9_000)],
    ['This page reloads now.', pending('reloading', null)],
  ])('%s', (message, state) => {
    const client = createRollcall({ version: 'v1', autoConnect: false })
    expect(messageOf({ ...client.initial, ...state })).toBe(message)
  })
})

it('under server-side rendering guards nothing', () => {
  vi.stubGlobal('window', undefined)
  const guard = guardForms()
  vi.unstubAllGlobals()
  expect(guard({} as PendingReload)).toBeUndefined()
})
