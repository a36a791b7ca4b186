// SPDX-License-Identifier: Apache-2.0
// One suite, run over each transport: outages, reconnection, and leaving the page.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Transport } from '../src/core/protocol/messages'
import { settle } from './fake/environment'
import { begin, client, clock, create, open, server, tab, turn, TRANSPORTS } from './fake/world'

const MINUTE = 60_000

describe.each(TRANSPORTS)('over %s', (transport: Transport) => {
  beforeEach(() => begin(transport))

  it('R2, D5: reconnects after each of 50 outages, with jitter, within 60 s, and with the current route', async () => {
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

  it('R2: waits longer after each failure, up to the limit', async () => {
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

  it('starts with short waits again after a minute of connection, and not before', async () => {
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

  if (transport === 'polling') {
    it('presents the id from the last response, which confirms that response', async () => {
      await open()
      await turn()
      await turn()
      const presented = server.attempts.map(({ query }) => query.get('resume'))
      expect(presented).toEqual([null, 'c1.proof.1', 'c1.proof.2'])
    })

    it('obeys reconnect in the response that renews its lease', async () => {
      await open()
      server.last.send({ type: 'reconnect', after: 7_000 })
      await turn()
      expect(client.state).toMatchObject({ status: 'waiting', retryAt: clock.millis + 7_000 })
      await clock.pass(7_000)
      expect(client.state.status).toBe('connected')
    })
  }

  it('presents the former connection when it reconnects', async () => {
    await open()
    tab.fire('window', 'online')
    await clock.pass(1_000)
    expect(server.attempts.at(-1)?.query.get('resume')).toMatch(/^c1\.proof/)
    expect(server.open).toHaveLength(1)
  })

  it('reconnects immediately when the network is back', async () => {
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

  it('does not flood the server when the network comes and goes', async () => {
    await open()
    server.attempts.length = 0
    for (let i = 0; i < 50; i++) {
      tab.fire('window', 'online')
      await clock.pass(100)
    }
    expect(server.attempts.length).toBeLessThanOrEqual(6)
  })

  it('R9: disconnects on pagehide and reconnects immediately on pageshow', async () => {
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

  it('D3: says goodbye when its page goes away, and the next page of the tab presents the connection, once', async () => {
    const beacons = transport === 'websocket' ? 0 : 1
    await open()
    tab.fire('window', 'pagehide')
    await settle()
    expect(server.goodbyes).toHaveLength(beacons)
    expect(server.open).toHaveLength(0)
    const copy = tab.session.entries
    await open()
    expect(server.attempts.at(-1)?.query.get('resume') ?? '').toMatch(/^c1\.proof/)
    expect(server.open).toHaveLength(1)
    expect(JSON.stringify([...copy]), 'a copy of the tab').not.toContain('proof')
  })

  it('says goodbye when the application disconnects, and not when it never connected', async () => {
    create({ autoConnect: false })
    client.disconnect()
    expect(server.goodbyes).toHaveLength(0)
    client.connect()
    await clock.pass(0)
    client.disconnect()
    await settle()
    expect(server.open).toHaveLength(0)
  })

  it('D8: recovers when the user stays after beforeunload', async () => {
    await open()
    // Some browsers close connections when a navigation begins, and do not tell the page when it is cancelled.
    tab.fire('window', 'beforeunload')
    server.last.cut()
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
    // A visible page has not been left, even after pagehide.
    tab.fire('window', 'pagehide')
    tab.fire('document', 'visibilitychange')
    await clock.pass(0)
    expect(client.state.status).toBe('connected')
  })

  it('reconnects immediately when the machine wakes', async () => {
    await open()
    clock.sleep(8 * 60 * MINUTE)
    const attempts = server.attempts.length
    await clock.pass(2_000)
    expect(server.attempts.length).toBeGreaterThan(attempts)
    expect(client.state.status).toBe('connected')
  })

  it('gives up an attempt that is never answered', async () => {
    server.mute.add(transport)
    await open()
    await clock.pass(12_000)
    server.mute.clear()
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
  })

  it('leaves no timers, listeners or connections behind when it disconnects', async () => {
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
})
