// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useStatsStream, type StatsStream } from '../../src/composables/stream/useStatsStream'
import { FakeApi } from '../fake/api'
import { fakeClients, statsOf, type FakeClient } from '../fake/client'
import { inScope, settled } from '../fake/page'

let api: FakeApi
let created: FakeClient[]
let stream: StatsStream
const refetch = vi.fn()

/** Returns the client that was created last. */
function client(): FakeClient {
  const last = created.at(-1)
  if (last === undefined) throw new Error('client: none yet (expected: one)')
  return last
}

beforeEach(async () => {
  vi.useFakeTimers()
  refetch.mockClear()
  api = new FakeApi()
  const clients = fakeClients()
  created = clients.created
  stream = inScope(() => {
    const used = useStatsStream(api, clients.create)
    used.onRefetch(refetch)
    return used
  })
  await settled()
})
afterEach(() => vi.useRealTimers())

describe('the stats stream', () => {
  it('connects with the current version to the server that the page came from, and subscribes', () => {
    expect(stream.phase.value).toBe('connecting')
    expect(client().options).toMatchObject({ version: 'v1', url: api.base })
    expect(client()).toMatchObject({ connected: true, subscribed: true })
  })

  it('asks again for the current version while the server is not responding', async () => {
    const failing = new FakeApi()
    const answer = failing.releases
    failing.releases = async () => Promise.reject(new Error('The server is not responding.'))
    const clients = fakeClients()
    const late = inScope(() => useStatsStream(failing, clients.create))
    await settled()
    expect(late.problem.value).toBe('The server is not responding.')
    failing.releases = answer
    await vi.advanceTimersByTimeAsync(5_000)
    expect(late.problem.value).toBeNull()
    expect(clients.created).toHaveLength(1)
  })

  it('does not connect when the page was left before the version was known', async () => {
    const clients = fakeClients()
    const scope = effectScope()
    scope.run(() => useStatsStream(api, clients.create))
    scope.stop()
    await settled()
    expect(clients.created).toEqual([])
  })

  it('is live once stats arrive', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    expect(stream.phase.value).toBe('live')
    expect(stream.currentVersion.value).toBe('v1')
    expect(refetch).toHaveBeenCalledTimes(1)
  })

  it('only watches, and sees in the stats that a version was announced', () => {
    expect(client().options.observe).toBe(true)
    client().becomes({ status: 'connected', stats: { ...statsOf({ v1: 2 }), current: 'v1' }, authorized: true })
    expect(refetch).toHaveBeenCalledTimes(1)
    client().becomes({ stats: { ...statsOf({ v1: 3 }), current: 'v1' } })
    expect(refetch).toHaveBeenCalledTimes(1)
    client().becomes({ stats: { ...statsOf({ v1: 3 }), current: 'v2' } })
    expect(refetch).toHaveBeenCalledTimes(2)
  })

  it('keeps the stats when the connection is lost, and says since when', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    vi.setSystemTime(5_000)
    client().becomes({ status: 'waiting', retryAt: 9_000 })
    vi.setSystemTime(8_000)
    client().becomes({ status: 'connecting', retryAt: null })
    expect(stream.phase.value).toBe('lost')
    expect(stream.lostSince.value).toBe(5_000)
    expect(stream.stats.value?.total).toBe(2)
    client().becomes({ status: 'connected' })
    expect(stream.phase.value).toBe('live')
    expect(refetch).toHaveBeenCalledTimes(2)
  })

  it('has no stats once the server forbids them', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    client().becomes({ stats: null, authorized: false })
    expect(stream.phase.value).toBe('forbidden')
    expect(stream.stats.value).toBeNull()
  })

  it('is refused when the server takes the browser for a bot', () => {
    client().becomes({ status: 'refused' })
    expect(stream.phase.value).toBe('refused')
  })

  it('takes the transports from whole stats and from changes', () => {
    client().receives({ type: 'stats', transports: { websocket: 1, sse: 0, polling: 0 } })
    expect(stream.transports.value).toEqual({ websocket: 1, sse: 0, polling: 0 })
    client().receives({ type: 'stats-delta', transports: { websocket: 1, sse: 1, polling: 0 } })
    expect(stream.transports.value).toEqual({ websocket: 1, sse: 1, polling: 0 })
  })

  it('follows the clock of the server', () => {
    vi.setSystemTime(1_000)
    client().receives({ type: 'connected', timestamp: 61_000 })
    vi.setSystemTime(2_000)
    expect(stream.serverTime()).toBe(62_000)
  })
})

describe('when another version becomes current', () => {
  beforeEach(() => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true, serverVersion: 'v1' })
    client().becomes({ serverVersion: 'v2', isOutdated: true })
  })

  it('the page connects with that version and keeps the stats', () => {
    expect(created.map(({ options, connected }) => [options.version, connected])).toEqual([['v1', false], ['v2', true]])
    expect(stream.phase.value).toBe('live')
    expect(stream.stats.value?.total).toBe(2)
  })

  it('the page still notices when the new connection fails', () => {
    client().becomes({ status: 'waiting' })
    expect(stream.phase.value).toBe('live')
    client().becomes({ status: 'connecting' })
    expect(stream.phase.value).toBe('live')
    client().becomes({ status: 'waiting' })
    expect(stream.phase.value).toBe('lost')
  })

  it('the page ignores what the old connection still reports', () => {
    created[0]?.becomes({ stats: statsOf({ v1: 99 }) })
    expect(stream.stats.value?.total).toBe(2)
  })

  it('the page puts off a forced reload', () => {
    expect(client().options.beforeReload?.({ version: 'v2', command: null, phase: 'scheduled', at: 0, deadline: null, remaining: 0 })).toBe(false)
  })
})
