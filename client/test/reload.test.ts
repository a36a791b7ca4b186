// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import { prefetchPage, prefetchUrls, type PendingReload, type Rollcall, type RollcallOptions } from '../src/index'
import { moduleUrls } from '../src/core/reload/prefetch'
import { settle } from './fake/environment'
import { clock, force as forceToNewBuild, MINUTE, newForEachTest, open, server, tab } from './fake/page'

newForEachTest()

/** Has the server force a reload on the same build. */
const force = (fields: Record<string, unknown> = {}): Promise<void> => forceToNewBuild({ version: 'v1', ...fields })

/** Returns the client of the page after a reload, in the same tab. */
async function reloaded(client: Rollcall, options: Partial<RollcallOptions> = {}): Promise<Rollcall> {
  client.disconnect()
  return open(options)
}

describe('a forced reload', () => {
  it('R10: reloads the same path, query and fragment', async () => {
    await open()
    await force()
    expect(tab.reloads).toBe(1)
    expect(tab.address).toBe('http://shop.test/basket?item=1#top')
  })

  it.each([
    ['by timestamp', {}],
    ['by id', { command: 'k1' }],
  ])('is done once for each command, identified %s, even across reloads', async (_, fields) => {
    const timestamp = clock.millis
    const client = await open()
    await force({ timestamp, ...fields })
    await reloaded(client)
    await clock.pass(2 * MINUTE)
    await force({ timestamp, ...fields })
    await clock.pass(2 * MINUTE)
    expect(tab.reloads).toBe(1)
  })

  it("R10: is done once for each command when storage is blocked, and keeps the application's history state", async () => {
    tab.storageBlocked = true
    tab.historyState = { back: '/', position: 3 }
    const client = await open()
    await force({ command: 'k1' })
    expect(tab.historyState).toMatchObject({ back: '/', position: 3 })
    await reloaded(client)
    await clock.pass(2 * MINUTE)
    await force({ command: 'k1' })
    await clock.pass(2 * MINUTE)
    expect(tab.reloads).toBe(1)
    await force({ command: 'k2' })
    expect(tab.reloads).toBe(2)
  })

  it('R10: happens at most once in 60 s for one version: the next command waits', async () => {
    const client = await open()
    await force({ command: 'k1' })
    await clock.pass(5_000)
    await reloaded(client)
    await force({ command: 'k2' })
    await clock.pass(54_000)
    expect(tab.reloads).toBe(1)
    await clock.pass(1_000)
    expect(tab.reloads).toBe(2)
  })

  it('is not repeated within 60 s for a command without identity', async () => {
    const client = await open()
    await force({ timestamp: undefined })
    await reloaded(client)
    await force({ timestamp: undefined })
    await clock.pass(10 * MINUTE)
    expect(tab.reloads).toBe(1)
  })

  it('does not wait when the version is another one', async () => {
    const client = await open()
    await force({ command: 'k1' })
    await reloaded(client)
    await force({ command: 'k2', version: 'v2' })
    expect(tab.reloads).toBe(2)
  })

  it('obeys after and counts down', async () => {
    const client = await open()
    const seen: (number | null)[] = []
    client.subscribe(() => seen.push(client.state.reload?.remaining ?? null))
    await force({ after: 3_000 })
    expect(client.state.reload).toMatchObject({ phase: 'scheduled', at: clock.millis + 3_000, remaining: 3_000 })
    await clock.pass(2_999)
    expect(tab.reloads).toBe(0)
    expect(seen.slice(0, 3)).toEqual([3_000, 2_000, 1_000])
    await clock.pass(1)
    expect(tab.reloads).toBe(1)
  })

  it('may be done sooner by a listener that follows the countdown', async () => {
    const client = await open()
    const stop = client.subscribe(() => {
      if (client.state.reload === null) return
      stop()
      client.reload()
    })
    await force({ after: 10_000 })
    expect(tab.reloads).toBe(1)
    await clock.pass(2_000)
    expect(client.state.reload).toMatchObject({ phase: 'reloading', remaining: null })
  })

  it('is done before its deadline, even if the delay is longer', async () => {
    const client = await open()
    await force({ after: 10 * MINUTE, deadline: clock.millis + MINUTE })
    expect(client.state.reload?.remaining).toBe(MINUTE)
  })

  it('is done once for two commands that overlap', async () => {
    const client = await open()
    await force({ command: 'k1', after: 5_000 })
    await force({ command: 'k2', after: 60_000 })
    await clock.pass(5_000)
    expect(tab.reloads).toBe(1)
    await reloaded(client)
    await force({ command: 'k1' })
    await force({ command: 'k2' })
    await clock.pass(5 * MINUTE)
    expect(tab.reloads).toBe(1)
  })

  it('is acknowledged to the server, which also learns once which command made the tab reload', async () => {
    const beforeReload = Object.assign(() => Promise.resolve(), { reason: 'a call' })
    const client = await open({ beforeReload })
    await force({ command: 'k1' })
    expect(server.last.said).toEqual([
      { type: 'ack', command: 'k1', state: 'received' },
      { type: 'ack', command: 'k1', state: 'deferred', reason: 'a call' },
      { type: 'ack', command: 'k1', state: 'reloading' },
    ])
    const next = await reloaded(client)
    expect(server.last.query.get('command')).toBe('k1')
    await reloaded(next)
    expect(server.last.query.get('command')).toBeNull()
  })

  it('recovers when the user keeps the page', async () => {
    const client = await open()
    await force()
    expect(client.state.reload?.phase).toBe('reloading')
    await clock.pass(10_000)
    expect(client.state).toMatchObject({ reload: null, status: 'connected' })
    await clock.pass(MINUTE)
    await force()
    expect(tab.reloads).toBe(2)
  })
})

describe('beforeReload', () => {
  it("may delay the reload until the deadline, with a countdown, even if this computer's clock is wrong", async () => {
    const asked: PendingReload[] = []
    const client = await open({
      beforeReload: (reload) => {
        asked.push(reload)
        return false
      },
    })
    const serverTime = clock.millis - 3 * 60 * MINUTE
    await force({ timestamp: serverTime, deadline: serverTime + 5 * MINUTE })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.deadline).toBe(clock.millis + 5 * MINUTE)
    await clock.pass(2 * MINUTE)
    expect(client.state.reload).toMatchObject({ phase: 'deferred', remaining: 3 * MINUTE })
    await clock.pass(3 * MINUTE - 1)
    expect(tab.reloads).toBe(0)
    await clock.pass(1)
    expect(tab.reloads).toBe(1)
  })

  it('may return a promise: the tab reloads when it is settled', async () => {
    let saved = (): void => {}
    await open({ beforeReload: () => new Promise<void>((resolve) => (saved = resolve)) })
    await force({ deadline: clock.millis + 5 * MINUTE })
    await clock.pass(MINUTE)
    expect(tab.reloads).toBe(0)
    saved()
    await settle()
    expect(tab.reloads).toBe(1)
    await clock.pass(10_000)
    expect(tab.reloads).toBe(1)
  })

  it('may delay the reload without limit if there is no deadline, until the user reloads', async () => {
    const client = await open({ beforeReload: () => false })
    await force({ command: 'k1' })
    const waiting = client.state
    await clock.pass(60 * MINUTE)
    expect(tab.reloads).toBe(0)
    expect(client.state.reload).toBe(waiting.reload)
    expect(client.state.reload).toMatchObject({ phase: 'deferred', remaining: null, deadline: null })
    client.reload()
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it('is said again to a server that gives the same command once more, and not asked again', async () => {
    const beforeReload = vi.fn(() => false)
    await open({ beforeReload })
    await force({ command: 'k1' })
    server.last.cut()
    await clock.pass(MINUTE)
    await force({ command: 'k1' })
    expect(server.last.said).toContainEqual({ type: 'ack', command: 'k1', state: 'deferred' })
    expect(beforeReload).toHaveBeenCalledOnce()
    expect(tab.reloads).toBe(0)
  })

  it('does not prevent the reload when it throws', async () => {
    await open({
      beforeReload: () => {
        throw new Error('of the application')
      },
    })
    await force()
    expect(tab.reloads).toBe(1)
    expect(tab.errors).toHaveLength(1)
  })

  it('is not asked without force', async () => {
    const beforeReload = vi.fn()
    await open({ beforeReload })
    server.last.send({ type: 'version', version: 'v2', timestamp: 1 })
    await settle()
    expect(beforeReload).not.toHaveBeenCalled()
  })
})

describe('askAlways', () => {
  it('asks before the reload of the button as well; a second press is not asked about', async () => {
    const beforeReload = vi.fn(() => false)
    const client = await open({ beforeReload, askAlways: true })
    client.reload()
    await settle()
    expect(client.state.reload?.phase).toBe('deferred')
    expect(tab.reloads).toBe(0)
    client.reload()
    await settle()
    expect(beforeReload).toHaveBeenCalledOnce()
    expect(tab.reloads).toBe(1)
  })

  it('lets an answer that comes later reload the page', async () => {
    let saved = (): void => {}
    const client = await open({ askAlways: true, beforeReload: () => new Promise<void>((resolve) => (saved = resolve)) })
    client.reload()
    await settle()
    expect(tab.reloads).toBe(0)
    saved()
    await settle()
    expect(tab.reloads).toBe(1)
  })
})

describe('prefetch', () => {
  it('fetches the given addresses before reloading', async () => {
    server.files.set('/app.js', 'code')
    await open({ prefetch: prefetchUrls(['/app.js', 'missing.js', 'javascript:alert(1)']) })
    await force()
    expect(server.fetched).toEqual(['http://shop.test/app.js', 'http://shop.test/missing.js'])
    expect(tab.reloads).toBe(1)
  })

  it('fetches the modules that the fresh page preloads', async () => {
    server.files.set('/basket', '<link rel="modulepreload" crossorigin href="/a.js?x=1&amp;y=2"><link rel=icon href=/i.png>')
    await open({ prefetch: prefetchPage() })
    await force()
    expect(server.fetched).toEqual(['http://shop.test/basket?item=1', 'http://shop.test/a.js?x=1&y=2'])
    expect(tab.reloads).toBe(1)
  })

  it('does not wait longer than 10 s', async () => {
    const client = await open({ prefetch: prefetchUrls(['/slow.js']) })
    const fetch = tab.network.fetch.bind(tab.network)
    vi.spyOn(tab.network, 'fetch').mockImplementation((url, init) =>
      url.endsWith('/slow.js') ? new Promise(() => {}) : fetch(url, init),
    )
    await force()
    expect(client.state.reload?.phase).toBe('preparing')
    await clock.pass(9_999)
    expect(tab.reloads).toBe(0)
    await clock.pass(1)
    expect(tab.reloads).toBe(1)
  })

  it('finds the modules of a page', () => {
    const html = `<SCRIPT src='/m.js' type=module></SCRIPT><script src=/classic.js></script>
      <link href=/p.js rel="preload modulepreload"><link data-href="/no.js" rel=modulepreload href="/yes.js">`
    expect(moduleUrls(html)).toEqual(['/m.js', '/p.js', '/yes.js'])
  })
})

describe('the user', () => {
  it('may reload() immediately, which does not count as automatic', async () => {
    const client = await open()
    client.reload()
    await settle()
    expect(tab.reloads).toBe(1)
    await reloaded(client)
    await force()
    expect(tab.reloads).toBe(2)
  })

  it('may dismiss() the current version', async () => {
    const client = await open()
    server.last.send({ type: 'version', version: 'v2', timestamp: 1 })
    await settle()
    client.dismiss()
    expect(client.state).toMatchObject({ isOutdated: true, dismissed: 'v2' })
  })
})
