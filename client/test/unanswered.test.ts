// SPDX-License-Identifier: Apache-2.0
// A WebSocket that is neither accepted nor refused.
import { beforeEach, describe, expect, it } from 'vitest'
import { settle } from './fake/environment'
import { clock, MINUTE, newForEachTest, open, server, tab, tried } from './fake/page'

newForEachTest()

describe('behind a proxy that takes upgrades and never answers them', () => {
  beforeEach(() => void server.mute.add('websocket'))

  /** Opens a page and leaves it after a time. */
  async function visit(millis: number): Promise<void> {
    await open()
    await clock.pass(millis)
    tab.fire('window', 'pagehide')
    await settle()
  }

  it('a tab tries the next transport after two seconds', async () => {
    const client = await open()
    await clock.pass(1_999)
    expect(client.state.status).toBe('connecting')
    await clock.pass(1_001)
    expect(client.state).toMatchObject({ status: 'connected', transport: 'sse' })
    expect(server.open).toHaveLength(1)
  })

  it('a person who goes from page to page is counted on the second page, and on every one after that', async () => {
    await visit(500)
    for (let page = 2; page < 5; page++) {
      server.attempts.length = 0
      const client = await open()
      expect(tried()).toEqual(['sse'])
      expect(client.state.status).toBe('connected')
      expect(server.open).toHaveLength(1)
      tab.fire('window', 'pagehide')
      await settle()
    }
  })

  it('nor does a page that comes back from the back/forward cache try that again', async () => {
    await visit(500)
    tab.fire('window', 'pageshow')
    await clock.pass(1_000)
    expect(tried()).toEqual(['websocket', 'sse'])
  })

  it('a page left at once reports nothing, and neither does one in a copy of the tab', async () => {
    await visit(499)
    await visit(499)
    expect(tried()).toEqual(['websocket', 'websocket'])
    await visit(500)
    await open()
    tab.fire('window', 'pagehide')
    expect(JSON.parse(tab.session.getItem('rollcall')!)).toMatchObject({ left: [expect.anything(), 0] })
  })

  it('a tab does not give up WebSockets that have worked before', async () => {
    server.mute.clear()
    await visit(0)
    server.mute.add('websocket')
    server.attempts.length = 0
    for (let page = 0; page < 4; page++) await visit(600)
    expect(new Set(tried())).toEqual(new Set(['websocket']))
  })

  it('a page moves on by one transport at most, however much failed on the page before', async () => {
    server.down(true)
    await visit(5 * MINUTE)
    server.down(false)
    server.mute.clear()
    server.attempts.length = 0
    expect((await open()).state.transport).toBe('sse')
    expect(tried()).toEqual(['sse'])
  })

  it('a page left before a stream was answered reports nothing: streams are counted on request', async () => {
    server.mute.add('sse')
    for (let page = 0; page < 2; page++) {
      await open({ transport: ['sse', 'polling'] })
      await clock.pass(5_000)
      tab.fire('window', 'pagehide')
      await settle()
    }
    expect(tried()).toEqual(['sse', 'sse'])
  })

  it('only the first attempt is that short: slow ones get the time they need', async () => {
    await open({ transport: 'websocket' })
    await clock.pass(30_000)
    const [first, second, third] = server.attempts.map(({ at }) => at)
    expect([second! - first!, third! - second!]).toEqual([2_000 + 1_000, 10_000 + 2_000])
  })
})
