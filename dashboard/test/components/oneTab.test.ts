// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import TabsPage from '../../src/views/pages/TabsPage.vue'
import { FakeApi } from '../fake/api'
import { statsOf } from '../fake/client'
import { mountInDashboard } from '../fake/dashboard'
import { only, settled, submit, type } from '../fake/page'

const ADA: ConnectionInfo = { id: 'c-ada', version: 'v1', route: '/cart', user: 'ada', transport: 'websocket', since: 1_000_000 }
const BOB: ConnectionInfo = { id: 'c-bob', version: 'v2', route: '/', transport: 'sse', since: 2_000_000 }

let api: FakeApi
let page: HTMLElement
let open: readonly ConnectionInfo[]

beforeEach(async () => {
  vi.useFakeTimers()
  location.hash = ''
  open = [ADA, BOB]
  api = new FakeApi()
  api.connections = async ({ id }) => ({ connections: open.filter((tab) => id === undefined || tab.id === id) })
  const mounted = await mountInDashboard(TabsPage, {}, api)
  page = mounted.page
  mounted.client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 1, v2: 1 }, { connections: [ADA, BOB] }) })
  await settled()
})
afterEach(() => {
  vi.useRealTimers()
  location.hash = ''
})

const button = (text: string): HTMLButtonElement => {
  const found = [...page.querySelectorAll('button')].find((each) => each.textContent?.trim() === text)
  if (found === undefined) throw new Error(`${text}: no such button`)
  return found
}

async function lookAtAda(): Promise<void> {
  button('c-ada').click()
  await vi.advanceTimersByTimeAsync(300)
  await settled()
}

describe('one tab', () => {
  it('is shown alone, with everything known about it, at its own address', async () => {
    await lookAtAda()
    const facts = Object.fromEntries([...page.querySelectorAll('dl div')].map((line) => [line.querySelector('dt')?.textContent, line.querySelector('dd')?.textContent]))
    expect(facts).toMatchObject({ Route: '/cart', User: 'ada', Address: 'not tracked', Transport: 'websocket' })
    expect(facts.Version).toContain('v1')
    expect(page.querySelector('table')).toBeNull()
    expect(location.hash).toBe('#/tabs?id=c-ada')
  })

  it('that is gone is shown as gone', async () => {
    open = [BOB]
    await lookAtAda()
    expect(only(page, '.details').textContent).toContain('not open any more')
  })

  it('is sent a message that nobody else receives', async () => {
    await lookAtAda()
    button('Message this tab…').click()
    await settled()
    type(only<HTMLInputElement>(page, '.message input'), 'notice')
    await vi.advanceTimersByTimeAsync(300)
    await settled()
    submit(only<HTMLFormElement>(page, '.message form'))
    await settled()
    submit(only<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(api.ran).toEqual([{ kind: 'message', target: { ids: ['c-ada'] }, message: { type: 'notice' } }])
  })

  it('is no longer written to when somebody looks at others', async () => {
    await lookAtAda()
    button('Message this tab…').click()
    await settled()
    button('Clear filter').click()
    await settled()
    expect(page.querySelector('.message')).toBeNull()
  })
})
