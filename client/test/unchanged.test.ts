// SPDX-License-Identifier: Apache-2.0
// After a reload the tab knows whether it got the new build.
import { describe, expect, it } from 'vitest'
import { type Rollcall } from '../src/index'
import { settle } from './fake/environment'
import { clock, force, MINUTE, newForEachTest, open, server, tab } from './fake/page'

newForEachTest()

describe('after a reload', () => {
  /** Reloads an outdated tab; the new page has this build. */
  async function reloaded(version: string): Promise<Rollcall> {
    const client = await open()
    server.version = 'v2'
    await force({ command: 'k1' })
    client.disconnect()
    return open({ version })
  }

  it('the new build says nothing', async () => {
    const client = await reloaded('v2')
    expect(client.state.unchanged).toBeNull()
    expect(server.last.query.get('unchanged')).toBeNull()
  })

  it.each([
    ['service-worker', { workerStart: 12, transferSize: 0 }, {}],
    ['cdn', { workerStart: 0, transferSize: 300 }, { age: '300' }],
    ['cache', { workerStart: 0, transferSize: 0 }, { age: '0' }],
    ['site', { workerStart: 0, transferSize: 300 }, {}],
    ['site', undefined, {}],
  ])('the old build says that it came from: %s', async (source, navigation, headers) => {
    tab.navigation = navigation as Record<string, unknown>
    server.page = () => new Response('', { headers: headers as HeadersInit })
    const client = await reloaded('v1')
    expect(client.state).toMatchObject({ unchanged: source, isOutdated: true })
    expect(server.last.query.get('unchanged')).toBe(source)
  })

  it('the server is told once, and nobody loops', async () => {
    const client = await reloaded('v1')
    server.last.cut()
    await clock.pass(5_000)
    expect(server.last.query.get('unchanged')).toBeNull()
    expect(client.state.unchanged).toBe('site')
    await clock.pass(10 * MINUTE)
    expect(tab.reloads).toBe(1)
  })

  it('another build than the expected one is not the old one', async () => {
    expect((await reloaded('v1.5')).state.unchanged).toBeNull()
  })

  it('of a tab that was not outdated reports nothing', async () => {
    const client = await open()
    await force({ version: 'v1' })
    client.disconnect()
    expect((await open()).state.unchanged).toBeNull()
  })

  it('it is forgotten when the old build becomes the current one', async () => {
    const client = await reloaded('v1')
    server.last.send({ type: 'version', version: 'v1', timestamp: clock.millis })
    await settle()
    expect(client.state.unchanged).toBeNull()
  })

  it("a reload by the user's own hand is not remembered as one of the client", async () => {
    const client = await reloaded('v1')
    client.disconnect()
    expect((await open()).state.unchanged).toBeNull()
  })
})
