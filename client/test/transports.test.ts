// SPDX-License-Identifier: Apache-2.0
// One suite, run over each transport: the messages in both directions.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Transport } from '../src/core/protocol/messages'
import { settle } from './fake/environment'
import { begin, client, clock, create, open, server, tab, turn, TRANSPORTS } from './fake/world'

const BEAT = 25_000
const MINUTE = 60_000

describe.each(TRANSPORTS)('over %s', (transport: Transport) => {
  beforeEach(() => begin(transport))

  it('connects with version and route', async () => {
    await open()
    expect(client.state).toMatchObject({ status: 'connected', transport, id: 'c1', serverVersion: 'v1' })
    expect(server.last.transport).toBe(transport)
    expect(Object.fromEntries(server.last.query)).toEqual({ version: 'v1', route: '/basket' })
  })

  it('reports the age of its page whenever it connects, by the wall clock', async () => {
    await open()
    clock.sleep(3 * MINUTE)
    server.last.cut()
    await clock.pass(10 * MINUTE)
    expect(Number(server.last.query.get('age'))).toBeGreaterThanOrEqual(3 * MINUTE)
  })

  it('has an immutable state and notifies listeners of each change', async () => {
    const seen: string[] = []
    create({ autoConnect: false })
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

  it('passes messages of known and unknown types on, even if a listener throws', async () => {
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

  it('reports the latest route, without query and fragment', async () => {
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

  it('reports a route that was set before there was a connection', async () => {
    create()
    client.setRoute('/late')
    await clock.pass(0)
    expect([server.last.query.get('route'), ...server.last.said.map(({ route }) => route)]).toContain('/late')
  })

  it('shows a new version, and does not reload without force', async () => {
    await open()
    expect(client.state.isOutdated).toBe(false)
    server.last.send({ type: 'version', version: 'v2', timestamp: clock.millis })
    await turn()
    expect(client.state).toMatchObject({ serverVersion: 'v2', isOutdated: true, reload: null })
    expect(tab.reloads).toBe(0)
  })

  it('believes a server that says whether the tab is outdated, and compares when it does not', async () => {
    await open()
    const states: unknown[] = []
    for (const [version, outdated] of [['v0', false], ['v0', undefined], ['v2', true], ['v1', false], ['v1', undefined]]) {
      server.last.send({ type: 'version', version, timestamp: clock.millis, ...(outdated === undefined ? {} : { outdated }) })
      await turn()
      states.push(client.state.isOutdated)
    }
    expect(states).toEqual([false, true, true, false, false])
  })

  it('D1: reloads with force once for each command, even if it already runs that version', async () => {
    await open()
    const command = { type: 'version', version: 'v1', force: true, timestamp: clock.millis }
    server.last.send(command)
    server.last.send(command)
    await turn()
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it('subscribes to stats, applies changes, asks again after a gap, and unsubscribes', async () => {
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

  it('asks for stats again after a while when the server could not decide', async () => {
    await open()
    const stop = client.subscribeStats()
    await settle()
    const asked = (): number => server.last.said.filter(({ type }) => type === 'subscribe-stats').length
    server.last.send({ type: 'stats-unauthorized', after: 5_000 })
    await turn()
    await clock.pass(5_000)
    await settle()
    expect(asked()).toBe(2)
    stop()
    server.last.send({ type: 'stats-unauthorized', after: 5_000 })
    await turn()
    await clock.pass(5_000)
    await settle()
    expect(asked()).toBe(2)
  })

  it('shows that stats were refused, and asks again over a new connection', async () => {
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

  if (transport !== 'polling') {
    it('R8: notices a dead stream within two beats', async () => {
      await open()
      server.beats = false
      await clock.pass(2 * BEAT - 1)
      expect(server.attempts).toHaveLength(1)
      await clock.pass(2_000)
      expect(server.attempts).toHaveLength(2)
    })

    it('keeps a stream that is alive, even if timers fire late', async () => {
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

    it('never connects again after 204', async () => {
      server.refusal = () => new Response(null, { status: 204 })
      await open()
      await clock.pass(60 * MINUTE)
      expect(client.state.status).toBe('refused')
      expect(server.attempts).toHaveLength(1)
    })

    it('sends the latest message again when the server could not take it', async () => {
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

    it('sends no more acknowledgements to a server that does not know them', async () => {
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

    it('does not mistake a page for a connection', async () => {
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
