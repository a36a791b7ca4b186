// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { ApiError } from '../src/api/admin'
import type { Command } from '../src/api/types'
import ActionPanel from '../src/components/ActionPanel.vue'
import CommandForm from '../src/components/CommandForm.vue'
import { provideDashboard } from '../src/composables/useDashboard'
import { useLive } from '../src/composables/useLive'
import SignIn from '../src/views/SignIn.vue'
import { FakeAdmin } from './fake/admin'
import { fakeClients, statsOf, type FakeClient } from './fake/client'
import { mount, settled, the } from './fake/scope'

function submit(form: HTMLFormElement): void {
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

describe('the sign-in screen', () => {
  it('can be filled by a password manager', () => {
    const page = mount(SignIn, { reason: null, signIn: vi.fn(), theme: 'light' })
    expect(the<HTMLInputElement>(page, 'input[type=password]').autocomplete).toBe('current-password')
    expect(the<HTMLInputElement>(page, 'input[autocomplete=username]').value).not.toBe('')
    expect(the(page, 'label[for=secret]').textContent).toBe('Admin secret')
  })

  it('passes the secret on, and forgets it', async () => {
    const signIn = vi.fn(async () => {})
    const page = mount(SignIn, { reason: null, signIn, theme: 'light' })
    const field = the<HTMLInputElement>(page, 'input[type=password]')
    field.value = 'open sesame'
    field.dispatchEvent(new Event('input'))
    submit(the<HTMLFormElement>(page, 'form'))
    await settled()
    expect(signIn).toHaveBeenCalledExactlyOnceWith('open sesame')
    expect(field.value).toBe('')
    expect(document.activeElement).toBe(field)
  })

  it('says why somebody is here, as text', () => {
    const page = mount(SignIn, { reason: 'Your session <b>has</b> expired.', signIn: vi.fn(), theme: 'light' })
    expect(the(page, '[role=alert]').textContent).toBe('Your session <b>has</b> expired.')
  })
})

describe('a command', () => {
  const command: Command = { kind: 'reload', target: { route: '/checkout' } }
  let server: FakeAdmin
  let page: HTMLElement

  let client: FakeClient

  async function show(): Promise<void> {
    const { create, made } = fakeClients()
    server = new FakeAdmin()
    const parent = (): void => void provideDashboard(server, ref(true), useLive(server, create))
    page = mount(CommandForm, { label: 'Reload a route', verb: 'Reload', command, hint: null }, parent)
    await settled()
    client = made[0] as FakeClient
    client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 20 }) })
    await vi.advanceTimersByTimeAsync(300)
    await settled()
  }

  async function ask(): Promise<void> {
    submit(the<HTMLFormElement>(page, 'form[aria-label]'))
    await settled()
  }

  beforeEach(async () => {
    vi.useFakeTimers()
    await show()
  })
  afterEach(() => vi.useRealTimers())

  it('shows how many tabs it reaches before anything is asked', () => {
    expect(the(page, 'output').textContent).toBe('Reaches 17 tabs now')
    expect(server.ran).toEqual([])
    expect(page.querySelector('dialog')).toBeNull()
  })

  it('counts again when tabs come and go, but not in a part of the page that is closed', async () => {
    const details = document.createElement('details')
    page.replaceWith(details)
    details.append(page)
    const before = server.previewed.length
    client.becomes({ stats: statsOf({ v1: 21 }) })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(server.previewed).toHaveLength(before)
    details.open = true
    client.becomes({ stats: statsOf({ v1: 22 }) })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(server.previewed).toHaveLength(before + 1)
  })

  it('asks with the number of that moment', async () => {
    server.matched = 3
    await ask()
    const dialog = the<HTMLDialogElement>(page, 'dialog')
    expect(dialog.open).toBe(true)
    expect(the(dialog, 'h2').textContent).toBe('Reload 3 tabs?')
    expect(dialog.textContent).toContain('routes beginning with /checkout')
    expect(the(dialog, 'button[type=submit]').textContent).toBe('Reload 3 tabs')
    expect(server.ran).toEqual([])
  })

  it('is carried out once it is confirmed, and says what became of it', async () => {
    await ask()
    submit(the<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(server.ran).toEqual([command])
    expect(page.querySelector('dialog')).toBeNull()
    expect(the(page, '[aria-label=Result]').textContent).toBe('17 tabs were told to reload.')
  })

  it('is not carried out when it is cancelled, by the button or by Escape', async () => {
    await ask()
    the(page, 'dialog button[type=button]').click()
    await nextTick()
    expect(page.querySelector('dialog')).toBeNull()
    await ask()
    the(page, 'dialog').dispatchEvent(new Event('cancel', { cancelable: true }))
    await nextTick()
    expect(page.querySelector('dialog')).toBeNull()
    expect(server.ran).toEqual([])
  })

  it('cannot be confirmed when it reaches nobody', async () => {
    server.matched = 0
    await ask()
    expect(the<HTMLButtonElement>(page, 'dialog button[type=submit]').disabled).toBe(true)
    expect(the(page, 'dialog [role=alert]').textContent).toBe('No tab matches now.')
  })

  it('stays open with the reason when the server says no', async () => {
    await ask()
    server.failure = new ApiError(403, 'this session may only read')
    submit(the<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(the(page, 'dialog [role=alert]').textContent).toBe('this session may only read')
  })
})

describe('with a secret that only reads', () => {
  it('there is a note in place of the actions', async () => {
    const { create } = fakeClients()
    const server = new FakeAdmin()
    const page = mount(ActionPanel, {}, () => void provideDashboard(server, ref(false), useLive(server, create)))
    await settled()
    expect(page.querySelector('form')).toBeNull()
    expect(page.textContent).toContain('may only read')
  })
})
