// SPDX-License-Identifier: Apache-2.0
// The choice of the transport, streams of many tabs, and tabs in the background.
import { describe, expect, it } from 'vitest'
import { createRollcall, type Rollcall } from '../src/index'
import { FakeLocks, FakeStorage, FakeTab, settle } from './fake/environment'
import { clock, MINUTE, newForEachTest, open, server, tab, tried } from './fake/page'

newForEachTest()

describe('transports', () => {
  it('tries WebSocket, then SSE, then polling', async () => {
    server.broken.add('websocket').add('sse')
    const client = await open()
    await clock.pass(MINUTE)
    expect(tried().slice(0, 3)).toEqual(['websocket', 'sse', 'polling'])
    expect(client.state).toMatchObject({ status: 'connected', transport: 'polling' })
  })

  it("tries the next transport when the page's policy forbids WebSockets", async () => {
    server.openSocket = () => {
      throw new DOMException('CSP', 'SecurityError')
    }
    const client = await open()
    await clock.pass(20_000)
    expect(client.state.transport).toBe('sse')
  })

  it('remembers nothing from a page that allows only one transport', async () => {
    const client = await open({ transport: 'polling' })
    expect(client.state.transport).toBe('polling')
    client.disconnect()
    server.attempts.length = 0
    await open()
    expect(tried()).toEqual(['websocket'])
  })

  it('starts a new page with the transport that worked before, for an hour', async () => {
    server.broken.add('websocket')
    const client = await open()
    await clock.pass(10_000)
    client.disconnect()
    server.attempts.length = 0
    const second = await open()
    expect(tried()).toEqual(['sse'])
    second.disconnect()
    await clock.pass(61 * MINUTE)
    server.broken.clear()
    await open()
    expect(tried()).toEqual(['sse', 'websocket'])
  })

  it('works where storage is blocked', async () => {
    tab.storageBlocked = true
    expect((await open()).state.status).toBe('connected')
  })

  it('ignores nonsense in storage', async () => {
    tab.local.setItem('rollcall:transport', '{"transport":"pigeon","at":1}')
    expect((await open()).state.transport).toBe('websocket')
  })

  it('does not mistake a server that is down for a transport that fails', async () => {
    const client = await open()
    await clock.pass(2 * MINUTE)
    server.attempts.length = 0
    server.down(true)
    await clock.pass(2_500)
    server.down(false)
    await clock.pass(MINUTE)
    expect(new Set(tried())).toEqual(new Set(['websocket']))
    expect(client.state.transport).toBe('websocket')
  })

  it('looks for a better transport than polling after ten minutes', async () => {
    server.broken.add('websocket').add('sse')
    const client = await open()
    await clock.pass(MINUTE)
    expect(client.state.transport).toBe('polling')
    server.broken.clear()
    await clock.pass(9 * MINUTE)
    expect(client.state.transport).toBe('polling')
    await clock.pass(2 * MINUTE)
    expect(client.state.transport).toBe('websocket')
    expect(server.open).toHaveLength(1)
  })

  it('gives up a transport whose connections never last', async () => {
    const client = await open()
    for (let i = 0; i < 6 && server.last.transport === 'websocket'; i++) {
      server.last.cut()
      await clock.pass(20_000)
    }
    expect(client.state.transport).toBe('sse')
  })

  it('tries only the transports of the option', async () => {
    server.down(true)
    await open({ transport: ['sse', 'polling'] })
    await clock.pass(5 * MINUTE)
    expect(tried()).not.toContain('websocket')
  })
})

describe('many tabs on HTTP/1.1', () => {
  const locks = (): FakeLocks => new FakeLocks()

  async function openTabs(count: number, shared: FakeLocks | null): Promise<{ tabs: FakeTab[]; clients: Rollcall[] }> {
    const local = new FakeStorage()
    const tabs = Array.from({ length: count }, () => new FakeTab(clock, server, shared, local))
    const clients: Rollcall[] = []
    for (const one of tabs) {
      one.nextHopProtocol = 'http/1.1'
      clients.push(await open({ transport: ['sse', 'polling'] }, one))
    }
    return { tabs, clients }
  }

  it('at most four tabs hold a stream; the others poll, are counted, and obey reloads', async () => {
    const { tabs, clients } = await openTabs(7, locks())
    const transports = clients.map(({ state }) => state.transport)
    expect(transports.filter((name) => name === 'sse')).toHaveLength(4)
    expect(transports.filter((name) => name === 'polling')).toHaveLength(3)
    expect(server.open).toHaveLength(7)
    for (const peer of server.open) {
      peer.send({ type: 'version', version: 'v1', force: true, timestamp: clock.millis })
    }
    await clock.pass(server.pollMillis)
    expect(tabs.map(({ reloads }) => reloads)).toEqual([1, 1, 1, 1, 1, 1, 1])
  })

  it('a tab that polls takes the slot of a tab that goes', async () => {
    const { clients } = await openTabs(5, locks())
    expect(clients[4]?.state.transport).toBe('polling')
    clients[0]?.disconnect()
    await clock.pass(server.pollMillis)
    expect(clients[4]?.state).toMatchObject({ transport: 'sse', status: 'connected' })
    expect(server.open).toHaveLength(4)
  })

  it('a tab that polls because no slot was free still takes one after an outage', async () => {
    const { clients } = await openTabs(5, locks())
    server.down(true)
    // Three failures, after which a tab with a slot would try another transport.
    const waits = new Set<number | null>()
    for (let i = 0; i < 120 && waits.size < 4; i++) {
      await clock.pass(500)
      waits.add(clients[4]?.state.retryAt ?? null)
    }
    server.down(false)
    await clock.pass(2 * MINUTE)
    const polling = clients.filter(({ state }) => state.transport === 'polling')
    expect(polling).toHaveLength(1)
    clients.find(({ state }) => state.transport === 'sse')?.disconnect()
    await clock.pass(server.pollMillis)
    expect(polling[0]?.state.transport).toBe('sse')
  })

  it('a tab gives up its slot while its page is in the back/forward cache', async () => {
    const shared = locks()
    const { tabs } = await openTabs(1, shared)
    expect(shared.held.size).toBe(1)
    tabs[0]?.fire('window', 'pagehide')
    await settle()
    expect(shared.held.size).toBe(0)
  })

  it('no tab holds a stream where tabs cannot share slots', async () => {
    const { clients } = await openTabs(2, null)
    expect(clients.map(({ state }) => state.transport)).toEqual(['polling', 'polling'])
  })

  it('every tab holds a stream over HTTP/2', async () => {
    const shared = locks()
    for (let i = 0; i < 6; i++) await open({ transport: 'sse' }, new FakeTab(clock, server, shared))
    expect(server.open.map(({ transport }) => transport)).toEqual(Array.from({ length: 6 }, () => 'sse'))
  })
})

describe('in the background', () => {
  it('a tab polls after a while, and gets its stream back as soon as the user returns', async () => {
    const client = await open({ background: 'poll', backgroundAfter: 5 * MINUTE })
    tab.hide(true)
    await clock.pass(5 * MINUTE - 1)
    expect(client.state.transport).toBe('websocket')
    await clock.pass(2_000)
    expect(client.state.transport).toBe('polling')
    await clock.pass(30 * MINUTE)
    expect(client.state.transport).toBe('polling')
    expect(server.open).toHaveLength(1)
    tab.hide(false)
    await clock.pass(0)
    expect(client.state.transport).toBe('websocket')
    expect(server.open).toHaveLength(1)
  })

  it('a tab keeps its stream by default', async () => {
    const client = await open()
    tab.hide(true)
    await clock.pass(60 * MINUTE)
    expect(client.state.transport).toBe('websocket')
    expect(server.attempts).toHaveLength(1)
  })

  it('a tab that is hidden for a short time keeps its stream', async () => {
    await open({ background: 'poll' })
    tab.hide(true)
    await clock.pass(MINUTE)
    tab.hide(false)
    await clock.pass(10 * MINUTE)
    expect(server.attempts).toHaveLength(1)
  })

})

describe('without a visible page', () => {
  it('the client does nothing under server-side rendering', () => {
    const client = createRollcall({ version: 'v1', route: '/ssr' })
    client.connect()
    client.setRoute('/x?y')
    client.subscribeStats()()
    client.reload()
    client.disconnect()
    expect(client.state).toMatchObject({ status: 'idle', route: '/x', stats: null })
  })

  it.each(['websocket', 'sse', 'polling'] as const)('D3: over %s a page connects when it is first shown', async (transport) => {
    // Prerendered, or opened in the background.
    tab.isHidden = true
    const client = await open({ transport, background: 'poll' })
    tab.fire('window', 'pageshow')
    tab.fire('window', 'online')
    await clock.pass(60 * MINUTE)
    expect(server.attempts).toHaveLength(0)
    expect(client.state.status).toBe('idle')
    tab.hide(false)
    await clock.pass(0)
    expect(client.state).toMatchObject({ status: 'connected', transport })
    tab.hide(true)
    await clock.pass(MINUTE)
    expect(client.state.status).toBe('connected')
  })

  it('D14: a page in a frame of its own origin counts with the page around it, unless it says otherwise', async () => {
    tab.isFramed = true
    await open()
    expect(server.attempts).toHaveLength(0)
    await open({ autoConnect: true })
    expect(server.attempts).toHaveLength(1)
  })

  it('D4: a tab that only watches reports that', async () => {
    await open({ observe: true })
    expect(server.attempts[0]?.query.get('observe')).toBe('true')
  })
})
