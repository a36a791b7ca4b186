// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import type { ConnectionPage, ConnectionQuery } from '../src/api/types'
import { PAGE, useConnections, type UseConnections } from '../src/composables/useConnections'
import { provideDashboard } from '../src/composables/useDashboard'
import { useLive } from '../src/composables/useLive'
import { FakeAdmin } from './fake/admin'
import { fakeClients, statsOf, type FakeClient } from './fake/client'
import { mount, settled } from './fake/scope'

const many = Array.from({ length: 100 }, (_, index): ConnectionInfo => ({ id: `c${index}`, version: 'v1', route: '/' }))

class Listing extends FakeAdmin {
  readonly asked: ConnectionQuery[] = []
  override connections = async (query: ConnectionQuery): Promise<ConnectionPage> => {
    this.asked.push(query)
    const start = Number(query.cursor ?? 0)
    return { connections: many.slice(start, start + PAGE), cursor: String(start + PAGE) }
  }
}

let server: Listing
let client: FakeClient
let table: UseConnections
const canCommand = ref(true)

beforeEach(async () => {
  vi.useFakeTimers()
  canCommand.value = true
  server = new Listing()
  const { create, made } = fakeClients()
  const parent = (): void => void provideDashboard(server, canCommand, useLive(server, create))
  mount({ setup: () => ((table = useConnections()), () => null) }, {}, parent)
  await settled()
  client = made[0] as FakeClient
})
afterEach(() => vi.useRealTimers())

function streams(listed: number, cut: number): void {
  const truncated = cut > 0 ? { truncated: { connections: cut } } : {}
  client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: listed + cut }, { connections: many.slice(0, listed), ...truncated }) })
}

describe('the connections', () => {
  it('come with the stream, page by page, and the server is not asked', async () => {
    streams(PAGE + 3, 0)
    expect(table.rows.value).toHaveLength(PAGE)
    expect([table.page.value, table.hasNext.value, table.total.value]).toEqual([0, true, PAGE + 3])
    table.turn(1)
    expect(table.rows.value).toHaveLength(3)
    expect(table.hasNext.value).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.asked).toEqual([])
  })

  it('go back a page when those on the last have left', () => {
    streams(PAGE + 3, 0)
    table.turn(1)
    streams(4, 0)
    expect([table.page.value, table.rows.value?.length]).toEqual([0, 4])
  })

  it('are asked for beyond what the stream lists, which has no cursor', async () => {
    streams(PAGE, 900)
    table.turn(1)
    await settled()
    await settled()
    expect(server.asked.map(({ cursor }) => cursor)).toEqual([undefined, String(PAGE)])
    expect(table.rows.value?.[0]?.id).toBe(`c${PAGE}`)
    table.turn(-1)
    streams(PAGE, 901)
    expect(table.rows.value?.[0]?.id).toBe('c0')
    expect(table.total.value).toBe(PAGE + 901)
  })

  it('that are filtered are asked for and counted, once typing has paused', async () => {
    streams(3, 0)
    table.filter.route = '/c'
    await nextTick()
    await vi.advanceTimersByTimeAsync(200)
    table.filter.route = '/checkout'
    await nextTick()
    expect(table.rows.value).toBeNull()
    await vi.advanceTimersByTimeAsync(300)
    expect(server.asked).toEqual([{ route: '/checkout', match: 'prefix', limit: PAGE }])
    expect(server.previewed).toEqual([{ kind: 'reload', target: { route: '/checkout', match: 'prefix' } }])
    expect(table.total.value).toBe(17)
  })

  it('that are filtered follow the stream, but not with every message', async () => {
    streams(3, 0)
    table.filter.outdated = true
    await nextTick()
    await vi.advanceTimersByTimeAsync(4_000)
    const before = server.asked.length
    for (let message = 0; message < 20; message++) {
      streams(3, 0)
      await vi.advanceTimersByTimeAsync(250)
    }
    expect(server.asked.length - before).toBeGreaterThanOrEqual(2)
    expect(server.asked.length - before).toBeLessThanOrEqual(3)
  })

  it('are not counted for those who may not give commands', async () => {
    canCommand.value = false
    streams(3, 0)
    table.filter.version = 'v1'
    await nextTick()
    await vi.advanceTimersByTimeAsync(300)
    expect(server.previewed).toEqual([])
    expect(table.total.value).toBeNull()
    table.clear()
    await nextTick()
    expect(table.total.value).toBe(3)
  })
})
