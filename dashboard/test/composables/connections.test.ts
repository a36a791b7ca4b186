// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import type { ConnectionPage, ConnectionQuery } from '../../src/api/types'
import { PAGE_SIZE } from '../../src/composables/connections/rows'
import { useConnections, type UseConnections } from '../../src/composables/connections/useConnections'
import { FakeApi } from '../fake/api'
import { statsOf, type FakeClient } from '../fake/client'
import { EVERYTHING, mountInDashboard, NOTHING } from '../fake/dashboard'
import { settled } from '../fake/page'

const many = Array.from({ length: 100 }, (_, index): ConnectionInfo => ({ id: `c${index}`, version: 'v1', route: '/' }))

class ListingApi extends FakeApi {
  readonly queries: ConnectionQuery[] = []
  override connections = async (query: ConnectionQuery): Promise<ConnectionPage> => {
    this.queries.push(query)
    const start = Number(query.cursor ?? 0)
    return { connections: many.slice(start, start + PAGE_SIZE), cursor: String(start + PAGE_SIZE) }
  }
}

let api: ListingApi
let client: FakeClient
let list: UseConnections
const rights = ref(EVERYTHING)

beforeEach(async () => {
  vi.useFakeTimers()
  rights.value = EVERYTHING
  api = new ListingApi()
  const component = { setup: () => ((list = useConnections()), () => null) }
  client = (await mountInDashboard(component, {}, api, rights)).client
})
afterEach(() => vi.useRealTimers())

/** The stats list some connections and leave others out. */
function streams(listed: number, leftOut: number): void {
  const truncated = leftOut > 0 ? { truncated: { connections: leftOut } } : {}
  client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: listed + leftOut }, { connections: many.slice(0, listed), ...truncated }) })
}

describe('the connection list', () => {
  it('pages through what the stats list, without asking the server', async () => {
    streams(PAGE_SIZE + 3, 0)
    expect(list.rows.value).toHaveLength(PAGE_SIZE)
    expect([list.page.value, list.hasNext.value, list.total.value]).toEqual([0, true, PAGE_SIZE + 3])
    list.turn(1)
    expect(list.rows.value).toHaveLength(3)
    expect(list.hasNext.value).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(api.queries).toEqual([])
  })

  it('goes back a page when the tabs on the last page have left', () => {
    streams(PAGE_SIZE + 3, 0)
    list.turn(1)
    streams(4, 0)
    expect([list.page.value, list.rows.value?.length]).toEqual([0, 4])
  })

  it('asks the server for what the stats leave out, and for the cursor that the stats do not have', async () => {
    streams(PAGE_SIZE, 900)
    list.turn(1)
    await settled()
    await settled()
    expect(api.queries.map(({ cursor }) => cursor)).toEqual([undefined, String(PAGE_SIZE)])
    expect(list.rows.value?.[0]?.id).toBe(`c${PAGE_SIZE}`)
    list.turn(-1)
    streams(PAGE_SIZE, 901)
    expect(list.rows.value?.[0]?.id).toBe('c0')
    expect(list.total.value).toBe(PAGE_SIZE + 901)
  })

  it('requests filtered rows and counts them once typing has paused', async () => {
    streams(3, 0)
    list.filter.route = '/c'
    await nextTick()
    await vi.advanceTimersByTimeAsync(200)
    list.filter.route = '/checkout'
    await nextTick()
    expect(list.rows.value).toBeNull()
    await vi.advanceTimersByTimeAsync(300)
    expect(api.queries).toEqual([{ route: '/checkout', match: 'prefix', limit: PAGE_SIZE }])
    expect(api.previewed).toEqual([{ kind: 'reload', target: { route: '/checkout', match: 'prefix' } }])
    expect(list.total.value).toBe(17)
  })

  it('drops a response to an earlier filter', async () => {
    streams(3, 0)
    let answer: (page: ConnectionPage) => void = () => {}
    api.connections = () => new Promise((resolve) => (answer = resolve))
    list.filter.route = '/a'
    await nextTick()
    await vi.advanceTimersByTimeAsync(300)
    list.filter.route = '/ab'
    await nextTick()
    answer({ connections: many.slice(0, 1) })
    await settled()
    expect(list.rows.value).toBeNull()
  })

  it('refreshes filtered rows when the stats change, but not with every message', async () => {
    streams(3, 0)
    list.filter.outdated = true
    await nextTick()
    await vi.advanceTimersByTimeAsync(4_000)
    const before = api.queries.length
    for (let message = 0; message < 20; message++) {
      streams(3, 0)
      await vi.advanceTimersByTimeAsync(250)
    }
    expect(api.queries.length - before).toBeGreaterThanOrEqual(2)
    expect(api.queries.length - before).toBeLessThanOrEqual(3)
  })

  it('does not count for those who may not give commands', async () => {
    rights.value = NOTHING
    streams(3, 0)
    list.filter.version = 'v1'
    await nextTick()
    await vi.advanceTimersByTimeAsync(300)
    expect(api.previewed).toEqual([])
    expect(list.total.value).toBeNull()
    list.clear()
    await nextTick()
    expect(list.total.value).toBe(3)
  })
})
