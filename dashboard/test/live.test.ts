// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useLive, type Live } from '../src/composables/useLive'
import { FakeAdmin } from './fake/admin'
import { fakeClients, statsOf, type FakeClient } from './fake/client'
import { inScope, settled } from './fake/scope'

let server: FakeAdmin
let made: FakeClient[]
let live: Live
const news = vi.fn()

/** The client that was made last. */
function client(): FakeClient {
  const last = made.at(-1)
  if (last === undefined) throw new Error('no client yet')
  return last
}

beforeEach(async () => {
  vi.useFakeTimers()
  news.mockClear()
  server = new FakeAdmin()
  const clients = fakeClients()
  made = clients.made
  live = inScope(() => {
    const found = useLive(server, clients.create)
    found.onNews(news)
    return found
  })
  await settled()
})
afterEach(() => vi.useRealTimers())

describe('the stats stream', () => {
  it('begins on the version in force, subscribed, at the server that the page came from', () => {
    expect(live.phase.value).toBe('connecting')
    expect(client().options).toMatchObject({ version: 'v1', url: server.base })
    expect(client()).toMatchObject({ connected: true, subscribed: true })
  })

  it('asks again for the version in force while the server does not answer', async () => {
    const failing = new FakeAdmin()
    const answer = failing.releases
    failing.releases = async () => Promise.reject(new Error('The server does not answer.'))
    const clients = fakeClients()
    const late = inScope(() => useLive(failing, clients.create))
    await settled()
    expect(late.problem.value).toBe('The server does not answer.')
    failing.releases = answer
    await vi.advanceTimersByTimeAsync(5_000)
    expect(late.problem.value).toBeNull()
    expect(clients.made).toHaveLength(1)
  })

  it('does not begin when the page was left before it knew the version', async () => {
    const clients = fakeClients()
    const scope = effectScope()
    scope.run(() => useLive(server, clients.create))
    scope.stop()
    await settled()
    expect(clients.made).toEqual([])
  })

  it('is live with the first stats', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    expect(live.phase.value).toBe('live')
    expect(live.current.value).toBe('v1')
    expect(news).toHaveBeenCalledTimes(1)
  })

  it('keeps the figures when the connection is lost, and says since when', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    vi.setSystemTime(5_000)
    client().becomes({ status: 'waiting', retryAt: 9_000 })
    vi.setSystemTime(8_000)
    client().becomes({ status: 'connecting', retryAt: null })
    expect(live.phase.value).toBe('lost')
    expect(live.lostSince.value).toBe(5_000)
    expect(live.stats.value?.total).toBe(2)
    client().becomes({ status: 'connected' })
    expect(live.phase.value).toBe('live')
    expect(news).toHaveBeenCalledTimes(2)
  })

  it('tells when the server does not let it see stats, and shows none', () => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true })
    client().becomes({ stats: null, authorized: false })
    expect(live.phase.value).toBe('forbidden')
    expect(live.stats.value).toBeNull()
  })

  it('tells when it is taken for a bot', () => {
    client().becomes({ status: 'refused' })
    expect(live.phase.value).toBe('refused')
  })

  it('takes transports from whole stats and from changes', () => {
    client().receives({ type: 'stats', transports: { websocket: 1, sse: 0, polling: 0 } })
    expect(live.transports.value).toEqual({ websocket: 1, sse: 0, polling: 0 })
    client().receives({ type: 'stats-delta', transports: { websocket: 1, sse: 1, polling: 0 } })
    expect(live.transports.value).toEqual({ websocket: 1, sse: 1, polling: 0 })
  })

  it('follows the clock of the server', () => {
    vi.setSystemTime(1_000)
    client().receives({ type: 'connected', timestamp: 61_000 })
    vi.setSystemTime(2_000)
    expect(live.now()).toBe(62_000)
  })
})

describe('when another version comes into force', () => {
  beforeEach(() => {
    client().becomes({ status: 'connected', stats: statsOf({ v1: 2 }), authorized: true, serverVersion: 'v1' })
    client().becomes({ serverVersion: 'v2', isOutdated: true })
  })

  it('this page is on it too, without a gap', () => {
    expect(made.map(({ options, connected }) => [options.version, connected])).toEqual([['v1', false], ['v2', true]])
    expect(live.phase.value).toBe('live')
    expect(live.stats.value?.total).toBe(2)
  })

  it('it is still noticed when that connection fails', () => {
    client().becomes({ status: 'waiting' })
    expect(live.phase.value).toBe('live')
    client().becomes({ status: 'connecting' })
    expect(live.phase.value).toBe('live')
    client().becomes({ status: 'waiting' })
    expect(live.phase.value).toBe('lost')
  })

  it('what the old connection still says does not count', () => {
    made[0]?.becomes({ stats: statsOf({ v1: 99 }) })
    expect(live.stats.value?.total).toBe(2)
  })

  it('a forced reload is put off', () => {
    expect(client().options.beforeReload?.({ version: 'v2', command: null, phase: 'scheduled', at: 0, deadline: null, remaining: 0 })).toBe(false)
  })
})
