// SPDX-License-Identifier: Apache-2.0
// One suite, run over each transport.
import { beforeEach, describe, expect, it } from 'vitest'
import { createRollcall, type Rollcall, type RollcallOptions } from '../src/index'
import type { Transport } from '../src/core/protocol'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

const BEAT = 25_000
const MINUTE = 60_000

describe.each(['websocket', 'sse', 'polling'] as const)('over %s', (transport: Transport) => {
  let clock: FakeClock
  let server: FakeServer
  let tab: FakeTab
  let client: Rollcall

  beforeEach(() => {
    clock = new FakeClock()
    server = new FakeServer(clock)
    tab = new FakeTab(clock, server)
  })

  async function open(options: Partial<RollcallOptions> = {}): Promise<Rollcall> {
    client = createRollcall({ version: 'v1', transport, window: tab.window, ...options })
    await clock.pass(0)
    return client
  }

  /** Long enough for a poll, short enough for everything else. */
  async function turn(): Promise<void> {
    await clock.pass(transport === 'polling' ? server.pollMillis : 0)
    await settle()
  }

  it('connects, and says version and route', async () => {
    await open()
    expect(client.state).toMatchObject({ status: 'connected', transport, id: 'c1', serverVersion: 'v1' })
    expect(server.last.transport).toBe(transport)
    expect(Object.fromEntries(server.last.query)).toEqual({ version: 'v1', route: '/basket' })
  })

  it('has an immutable state and tells of each change', async () => {
    const seen: string[] = []
    client = createRollcall({ version: 'v1', transport, window: tab.window, autoConnect: false })
    const stop = client.subscribe(() => seen.push(client.state.status))
    const before = client.state
    client.connect()
    await clock.pass(0)
    expect(before.status).toBe('idle')
    expect(Object.isFrozen(client.state)).toBe(true)
    expect(seen.slice(0, 2)).toEqual(['waiting', 'connecting'])
    expect(seen).toContain('connected')
    stop()
    seen.length = 0
    client.disconnect()
    expect(seen).toEqual([])
    expect(client.state.status).toBe('idle')
  })

  it('passes on messages, also those it does not know, and survives listeners that throw', async () => {
    await open()
    const welcome: unknown[] = []
    const types: string[] = []
    client.on('welcome', () => {
      throw new Error('of the application')
    })
    client.on('welcome', (message) => welcome.push(message))
    client.on('message', ({ type }) => types.push(type))
    server.last.send({ type: 'welcome', text: 'grüezi 👋' })
    await turn()
    expect(welcome).toEqual([{ type: 'welcome', text: 'grüezi 👋' }])
    expect(types).toEqual(['welcome'])
    expect(tab.errors).toHaveLength(1)
    expect(client.state.status).toBe('connected')
  })

  it('tells the route, without query and fragment, the last one for certain', async () => {
    await open()
    client.setRoute('/a?secret=1')
    client.setRoute('/b')
    client.setRoute('/c#x')
    client.setRoute('/c')
    await settle()
    const routes = server.last.said.filter(({ type }) => type === 'route-update').map(({ route }) => route)
    expect(routes.at(-1)).toBe('/c')
    expect(routes.join()).not.toContain('secret')
    expect(routes.filter((route) => route === '/c')).toHaveLength(1)
  })

  it('tells a route that was set before the connection was there', async () => {
    client = createRollcall({ version: 'v1', transport, window: tab.window })
    client.setRoute('/late')
    await clock.pass(0)
    expect([server.last.query.get('route'), ...server.last.said.map(({ route }) => route)]).toContain('/late')
  })

  it('learns of a new version, and does not reload without force', async () => {
    await open()
    expect(client.state.isOutdated).toBe(false)
    server.last.send({ type: 'version', version: 'v2', timestamp: clock.millis })
    await turn()
    expect(client.state).toMatchObject({ serverVersion: 'v2', isOutdated: true, reload: null })
    expect(tab.reloads).toBe(0)
  })

  it('D1: reloads with force, even when already on that version, once for each command', async () => {
    await open()
    const command = { type: 'version', version: 'v1', force: true, timestamp: clock.millis }
    server.last.send(command)
    server.last.send(command)
    await turn()
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it('subscribes to stats, applies changes, heals a gap and unsubscribes', async () => {
    await open()
    const subscribed = (): number => server.last.said.filter(({ type }) => type === 'subscribe-stats').length
    const stop = client.subscribeStats()
    await settle()
    expect(server.last.said.at(-1)).toEqual({ type: 'subscribe-stats', delta: true })
    const row = { id: 'c1', version: 'v1', route: '/' }
    const whole = { type: 'stats', total: 1, versions: { v1: 1 }, routes: { '/': 1 }, connections: [row], yourId: 'c1' }
    server.last.send({ ...whole, seq: 7 })
    server.last.send(delta(8, { versions: { v1: 0, v2: 2 } }))
    await turn()
    expect(client.state.authorized).toBe(true)
    expect(client.state.stats).toMatchObject({ total: 2, versions: { v2: 2 }, seq: 8 })
    server.last.send(delta(10, {}))
    server.last.send(delta(11, {}))
    await turn()
    await settle()
    expect(subscribed()).toBe(2)
    expect(client.state.stats?.seq).toBe(8)
    stop()
    stop()
    await settle()
    expect(server.last.said.at(-1)?.['type']).toBe('unsubscribe-stats')
    expect(client.state).toMatchObject({ stats: null, authorized: null })
  })

  it('knows when it may not see stats, and asks again on a new connection', async () => {
    await open()
    client.subscribeStats()
    await settle()
    server.last.send({ type: 'stats-unauthorized' })
    await turn()
    expect(client.state.authorized).toBe(false)
    client.disconnect()
    client.connect()
    await clock.pass(0)
    expect(server.last.said.map(({ type }) => type)).toContain('subscribe-stats')
  })

  it('R2, D5: comes back after 50 outages, with jitter, at most 60 s apart, and with the route of today', async () => {
    await open()
    for (let outage = 0; outage < 50; outage++) {
      tab.chance = (outage % 10) / 10
      server.down(true)
      await clock.pass(MINUTE)
      client.setRoute(`/page/${outage}`)
      server.down(false)
      await clock.pass(3 * MINUTE)
      expect(client.state.status, `outage ${outage}`).toBe('connected')
      const told = server.last.said.findLast(({ type }) => type === 'route-update')?.['route']
      expect(told ?? server.last.query.get('route')).toBe(`/page/${outage}`)
    }
    expect(server.open).toHaveLength(1)
  })

  it('R2: waits longer with each failure, between nothing and the limit', async () => {
    await open()
    tab.chance = 0.999
    server.down(true)
    server.attempts.length = 0
    await clock.pass(10 * MINUTE)
    const tries = server.attempts.map(({ at }) => at)
    const gaps = tries.slice(1).map((at, i) => at - (tries[i] ?? 0))
    expect(gaps.slice(0, 3).every((gap, i) => gap > 0 && gap < 2_000 * 2 ** (i + 2))).toBe(true)
    expect(gaps.at(-1)).toBeGreaterThan(59_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE)
    expect(tries.length).toBeLessThan(20)
  })

  it('begins with short waits again after a stable minute, not before', async () => {
    await open()
    tab.chance = 0.999
    server.down(true)
    await clock.pass(5 * MINUTE)
    server.down(false)
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
    const waitAfter = async (connectedMillis: number): Promise<number> => {
      await clock.pass(connectedMillis)
      server.down(true)
      for (let i = 0; i < 100 && client.state.status !== 'waiting'; i++) await clock.pass(1_000)
      return (client.state.retryAt ?? 0) - clock.millis
    }
    expect(await waitAfter(2 * MINUTE)).toBeLessThanOrEqual(2_000)
    server.down(false)
    await clock.pass(2_000)
    expect(client.state.status).toBe('connected')
    expect(await waitAfter(20_000)).toBeGreaterThan(2_000)
  })

  it('R1: obeys reconnect.after', async () => {
    await open()
    server.last.send({ type: 'reconnect', after: 7_000 })
    await turn()
    expect(client.state).toMatchObject({ status: 'waiting', retryAt: clock.millis + 7_000 })
    const before = server.attempts.length
    tab.fire('window', 'online')
    await clock.pass(6_900)
    expect(server.attempts).toHaveLength(before)
    await clock.pass(200)
    expect(client.state.status).toBe('connected')
  })

  it('resumes: presents the former connection when it comes back', async () => {
    await open()
    tab.fire('window', 'online')
    await clock.pass(1_000)
    expect(server.attempts.at(-1)?.query.get('resume')).toBe('c1.proof')
    expect(server.open).toHaveLength(1)
  })

  it('reconnects at once when the network is back', async () => {
    await open()
    tab.chance = 0.999
    server.down(true)
    await clock.pass(5 * MINUTE)
    server.down(false)
    expect(client.state.status).toBe('waiting')
    tab.fire('window', 'online')
    await clock.pass(1_000)
    expect(client.state.status).toBe('connected')
  })

  it('does not storm when the network comes and goes', async () => {
    await open()
    server.attempts.length = 0
    for (let i = 0; i < 50; i++) {
      tab.fire('window', 'online')
      await clock.pass(100)
    }
    expect(server.attempts.length).toBeLessThanOrEqual(6)
  })

  it('R9: lets go on pagehide, and is back at once on pageshow', async () => {
    await open()
    tab.fire('window', 'pagehide')
    await settle()
    expect(client.state.status).toBe('suspended')
    if (transport !== 'polling') expect(server.open).toHaveLength(0)
    const attempts = server.attempts.length
    await clock.pass(10 * MINUTE)
    expect(server.attempts).toHaveLength(attempts)
    tab.fire('window', 'pageshow')
    await clock.pass(0)
    expect(client.state.status).toBe('connected')
    expect(tab.listening).not.toContain('window beforeunload')
    expect(tab.listening).not.toContain('window unload')
  })

  it('D8: recovers after an unload that was cancelled', async () => {
    await open()
    // Some browsers end connections when a navigation begins, and nobody says that it was cancelled.
    tab.fire('window', 'beforeunload')
    server.last.cut()
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
    // And a page that is looked at is there, whatever was said before.
    tab.fire('window', 'pagehide')
    tab.fire('document', 'visibilitychange')
    await clock.pass(0)
    expect(client.state.status).toBe('connected')
  })

  it('reconnects at once on waking from sleep', async () => {
    await open()
    clock.sleep(8 * 60 * MINUTE)
    const attempts = server.attempts.length
    await clock.pass(2_000)
    expect(server.attempts.length).toBeGreaterThan(attempts)
    expect(client.state.status).toBe('connected')
  })

  it('gives up on an attempt that is never answered', async () => {
    server.mute.add(transport)
    await open()
    await clock.pass(12_000)
    server.mute.clear()
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
  })

  it('leaves nothing behind when disconnected', async () => {
    await open({ background: 'poll' })
    client.setRoute('/x')
    await settle()
    client.disconnect()
    await settle()
    expect(clock.waiting).toBe(0)
    expect(tab.listening).toEqual([])
    if (transport !== 'polling') expect(server.open).toHaveLength(0)
    client.connect()
    await clock.pass(1_000)
    expect(client.state.status).toBe('connected')
  })

  if (transport !== 'polling') {
    it('R8: notices a dead stream within two beats', async () => {
      await open()
      server.beats = false
      await clock.pass(2 * BEAT - 1)
      expect(server.attempts).toHaveLength(1)
      await clock.pass(2_000)
      expect(server.attempts).toHaveLength(2)
    })

    it('keeps a stream that is alive, also when timers come late', async () => {
      await open()
      for (let minute = 0; minute < 60; minute++) {
        clock.sleep(BEAT - 5_000)
        await clock.pass(5_000)
      }
      expect(server.attempts).toHaveLength(1)
    })
  }

  if (transport !== 'websocket') {
    it.each([
      ['seconds', () => '120'],
      ['a date', (now: number) => new Date(now + 120_000).toUTCString()],
    ])('obeys Retry-After in %s', async (_, header) => {
      server.refusal = () => new Response('', { status: 503, headers: { 'retry-after': header(clock.millis) } })
      await open()
      server.refusal = null
      expect(client.state).toMatchObject({ status: 'waiting', retryAt: clock.millis + 120_000 })
      await clock.pass(119_000)
      expect(server.attempts).toHaveLength(1)
      await clock.pass(1_000)
      expect(client.state.status).toBe('connected')
    })

    it('stays away for good after 204', async () => {
      server.refusal = () => new Response(null, { status: 204 })
      await open()
      await clock.pass(60 * MINUTE)
      expect(client.state.status).toBe('refused')
      expect(server.attempts).toHaveLength(1)
    })

    it('sends a message again that the server could not take, and only the latest', async () => {
      await open()
      server.postRefusal = () => new Response('', { status: 429, headers: { 'retry-after': '3' } })
      client.setRoute('/a')
      await settle()
      client.setRoute('/b')
      client.setRoute('/c')
      server.postRefusal = null
      await clock.pass(2_900)
      expect(server.posts).toHaveLength(1)
      await clock.pass(200)
      expect(server.posts.map(({ body }) => body['route'])).toEqual(['/a', '/c'])
    })

    it('is not disturbed by a server that knows no acknowledgements, and sends it no more', async () => {
      server.takesAcks = false
      await open()
      for (const command of ['k1', 'k2']) {
        server.last.send({ type: 'version', version: 'v1', force: true, timestamp: clock.millis, command, after: MINUTE })
        await turn()
      }
      client.setRoute('/after')
      await settle()
      expect(server.posts.map(({ path }) => path)).toEqual(['/ack', '/route'])
      expect(client.state.status).toBe('connected')
    })

    it('does not take a page for a connection', async () => {
      server.refusal = () => new Response('<html>', { headers: { 'content-type': 'text/html' } })
      await open()
      expect(client.state.status).toBe('waiting')
    })
  }
})

function delta(seq: number, changes: Record<string, unknown>): Record<string, unknown> {
  const connections = { added: [], changed: [], removed: [] }
  return { type: 'stats-delta', seq, total: 2, versions: {}, routes: {}, connections, truncated: {}, ...changes }
}
