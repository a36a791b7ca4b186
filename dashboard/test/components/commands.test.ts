// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { ApiError } from '../../src/api/admin'
import type { Command } from '../../src/api/types'
import AnnounceForm from '../../src/components/commands/AnnounceForm.vue'
import CommandForm from '../../src/components/commands/CommandForm.vue'
import CommandPanel from '../../src/components/commands/CommandPanel.vue'
import MessageForm from '../../src/components/commands/MessageForm.vue'
import ReloadForm from '../../src/components/commands/ReloadForm.vue'
import type { Rights } from '../../src/model/access/rights'
import { FakeApi } from '../fake/api'
import { statsOf, type FakeClient } from '../fake/client'
import { EVERYTHING, mountInDashboard, NOTHING } from '../fake/dashboard'
import { only, settled, submit, type } from '../fake/page'

let api: FakeApi
let page: HTMLElement
let client: FakeClient

beforeEach(() => {
  vi.useFakeTimers()
  api = new FakeApi()
})
afterEach(() => vi.useRealTimers())

describe('a command form', () => {
  const command: Command = { kind: 'reload', target: { route: '/checkout' } }

  beforeEach(async () => {
    const mounted = await mountInDashboard(CommandForm, { label: 'Reload tabs', verb: 'Reload', command, hint: null }, api)
    page = mounted.page
    client = mounted.client
    client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 20 }) })
    await vi.advanceTimersByTimeAsync(300)
    await settled()
  })

  async function ask(): Promise<void> {
    submit(only<HTMLFormElement>(page, 'form[aria-label]'))
    await settled()
  }

  it('shows how many tabs the command reaches before anything is asked', () => {
    expect(only(page, 'output').textContent).toBe('Reaches 17 tabs now')
    expect(api.ran).toEqual([])
    expect(page.querySelector('dialog')).toBeNull()
  })

  it('counts again when tabs come and go, but not while it is folded away', async () => {
    const details = document.createElement('details')
    page.replaceWith(details)
    details.append(page)
    const before = api.previewed.length
    client.becomes({ stats: statsOf({ v1: 21 }) })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(api.previewed).toHaveLength(before)
    details.open = true
    client.becomes({ stats: statsOf({ v1: 22 }) })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(api.previewed).toHaveLength(before + 1)
  })

  it('asks with the current number', async () => {
    api.matched = 3
    await ask()
    const dialog = only<HTMLDialogElement>(page, 'dialog')
    expect(dialog.open).toBe(true)
    expect(only(dialog, 'h2').textContent).toBe('Reload 3 tabs?')
    expect(dialog.textContent).toContain('tabs on routes that begin with /checkout')
    expect(only(dialog, 'button[type=submit]').textContent).toBe('Reload 3 tabs')
    expect(api.ran).toEqual([])
  })

  it('runs the command once it is confirmed, and says what it did', async () => {
    await ask()
    submit(only<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(api.ran).toEqual([command])
    expect(page.querySelector('dialog')).toBeNull()
    expect(only(page, '[aria-label=Result]').textContent).toBe('Reloading 17 tabs.')
  })

  it('runs nothing when it is cancelled, by the button or by Escape', async () => {
    await ask()
    only(page, 'dialog button[type=button]').click()
    await nextTick()
    expect(page.querySelector('dialog')).toBeNull()
    await ask()
    only(page, 'dialog').dispatchEvent(new Event('cancel', { cancelable: true }))
    await nextTick()
    expect(page.querySelector('dialog')).toBeNull()
    expect(api.ran).toEqual([])
  })

  it('cannot be confirmed when no tab matches', async () => {
    api.matched = 0
    await ask()
    expect(only<HTMLButtonElement>(page, 'dialog button[type=submit]').disabled).toBe(true)
    expect(only(page, 'dialog [role=alert]').textContent).toBe('No tab matches now.')
  })

  it('stays open and says why when the server refuses', async () => {
    await ask()
    api.failure = new ApiError(403, 'this session may only read')
    submit(only<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(only(page, 'dialog [role=alert]').textContent).toBe('this session may only read')
  })
})

describe('the form to announce a version', () => {
  beforeEach(async () => {
    const mounted = await mountInDashboard(AnnounceForm, {}, api)
    page = mounted.page
    mounted.client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 20 }) })
    await settled()
  })

  it('offers the versions that are known', () => {
    expect([...page.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual(['v1'])
  })

  it('says, also before confirming, that no tab has run a version; and with force that tabs reload', async () => {
    const field = only<HTMLInputElement>(page, 'input[list]')
    type(field, 'v1')
    await settled()
    expect(page.querySelector('.warning')).toBeNull()
    type(field, 'v11')
    only<HTMLInputElement>(page, 'input[type=checkbox]').click()
    await vi.advanceTimersByTimeAsync(300)
    expect(only(page, '.warning').textContent).toContain('No tab seen here has run v11')
    expect(only(page, 'form button[type=submit]').textContent).toBe('Announce and reload…')
    submit(only<HTMLFormElement>(page, 'form[aria-label]'))
    await settled()
    expect(only(page, 'dialog').textContent).toContain('Check the spelling')
    expect(only(page, 'dialog button[type=submit]').textContent).toBe('Announce and reload 17 tabs')
  })
})

describe('the form to announce a version where the deployment is watched', () => {
  beforeEach(async () => {
    api.deploys = { state: 'settled', version: 'v1', current: 'v1' }
    const mounted = await mountInDashboard(AnnounceForm, {}, api)
    page = mounted.page
    mounted.client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 20 }) })
    await settled()
  })

  async function enter(version: string): Promise<void> {
    type(only<HTMLInputElement>(page, 'input[list]'), version)
    await vi.advanceTimersByTimeAsync(300)
    await settled()
  }

  it('asks whether a version is meant that nobody has seen', async () => {
    await enter('v1')
    expect(page.querySelectorAll('input[type=checkbox]')).toHaveLength(1)
    await enter('v11')
    const [unseen] = page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')
    expect(unseen?.labels?.[0]?.textContent).toContain('Announce it although neither a tab nor a server has been seen with it')
    unseen?.click()
    await vi.advanceTimersByTimeAsync(300)
    expect(api.previewed.at(-1)).toEqual({ kind: 'release', version: 'v11', force: false, unseen: true })
    await enter('v1')
    expect(api.previewed.at(-1)).toEqual({ kind: 'release', version: 'v1', force: false })
  })

  it('shows what contradicts the announcement', async () => {
    api.warning = 'the deployment check says settled on v1'
    await enter('v1')
    expect(only(page, '.warning').textContent).toBe('The deployment check says settled on v1.')
  })
})

describe('the form to reload tabs', () => {
  it('takes a share of them', async () => {
    page = (await mountInDashboard(ReloadForm, {}, api)).page
    const field = only<HTMLInputElement>(page, 'input[type=number]')
    type(field, '10')
    await vi.advanceTimersByTimeAsync(300)
    expect(api.previewed.at(-1)).toEqual({ kind: 'reload', target: { percent: 10 } })
    const before = api.previewed.length
    type(field, '200')
    await vi.advanceTimersByTimeAsync(300)
    expect(only(page, '.error').textContent).toContain('1 to 100')
    expect(api.previewed).toHaveLength(before)
  })
})

describe('the message form', () => {
  const type128 = 'x'.repeat(128)

  beforeEach(async () => {
    page = (await mountInDashboard(MessageForm, {}, api)).page
  })

  function field(label: string): HTMLInputElement | HTMLTextAreaElement {
    const found = [...page.querySelectorAll('label')].find(({ textContent }) => textContent === label)
    return only(page, `[id="${found?.htmlFor}"]`)
  }

  it('takes a type of up to 128 characters, as the server does', async () => {
    expect(field('Message type').maxLength).toBe(128)
    type(field('Message type'), type128)
    await vi.advanceTimersByTimeAsync(300)
    expect(api.previewed).toEqual([{ kind: 'message', target: 'all', message: { type: type128 } }])
  })

  it('says what does not fit, and asks nothing of the server', async () => {
    type(field('Message type'), 'version')
    await vi.advanceTimersByTimeAsync(300)
    expect(only(page, '.error').textContent).toBe('“version” is reserved for the protocol. Choose another type.')
    type(field('Message type'), 'notice')
    type(field('More fields as JSON (optional)'), '[1]')
    await vi.advanceTimersByTimeAsync(300)
    expect(only(page, '.error').textContent).toContain('not a JSON object')
    expect(api.previewed).toEqual([])
  })
})

describe('those who may not do everything', () => {
  const offered = async (rights: Partial<Rights>): Promise<string[]> => {
    page = (await mountInDashboard(CommandPanel, {}, api, ref({ ...NOTHING, ...rights }))).page
    return [...page.querySelectorAll('summary')].map((each) => each.textContent)
  }

  it('get a note in place of the commands, when they may only read', async () => {
    expect(await offered({})).toEqual([])
    expect(page.querySelector('form')).toBeNull()
    expect(page.textContent).toContain('without the right to announce versions, reload tabs or send messages')
  })

  it('are offered what they may do, and nothing else', async () => {
    expect(await offered({ announce: true })).toEqual(['Announce a version', 'Send a message'])
    expect(page.textContent).not.toContain('Force')
    expect(await offered({ reload: true })).toEqual(['Reload tabs'])
    expect(page.querySelector('details')?.open).toBe(true)
    expect(await offered(EVERYTHING)).toEqual(['Announce a version', 'Reload tabs', 'Send a message'])
    expect(page.textContent).toContain('Force')
  })
})
