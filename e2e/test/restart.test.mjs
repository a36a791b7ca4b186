// SPDX-License-Identifier: Apache-2.0
// Tests a server that dies, and one that shuts down in order. Pages connect to it directly, so that nothing hides how it ended.

import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { known, People, types, until, untilStats } from '../lib/browser.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'
import { JWT_SETTINGS } from '../lib/token.mjs'

const browser = await launchChromium()
after(() => browser?.close())

describe('a server that goes away', { skip: !browser, timeout: 120_000 }, () => {
  let server, site, people, settings, ws, sse, polling

  beforeEach(async () => {
    site = await startSite({ build: 'build-1' })
    settings = ['--poll-interval=1s', `--allowed-origins=${site.url}`, ...JWT_SETTINGS]
    server = await startServer(settings)
    people = new People(browser, site)
    ws = await people.open('/ws', { transport: 'websocket', server: server.url })
    sse = await people.open('/sse', { transport: 'sse', server: server.url })
    polling = await people.open('/polling', { transport: 'polling', server: server.url })
  })

  afterEach(async () => {
    await people?.goHome()
    await server?.stop()
    await site?.stop()
  })

  test('killed and restarted: EventSource and polling come back on their own', async () => {
    const earlier = await Promise.all([sse, polling].map((page) => known(page, 'connectionId')))
    await server.kill()
    await until(ws, () => window.tab.ends.length === 1)
    assert.deepEqual(await known(ws, 'ends'), [{ code: 1006, wasClean: false }])

    server = await startServer(settings, server.port)
    for (const [i, page] of [sse, polling].entries()) {
      await until(page, (id) => window.tab.connectionId !== id, earlier[i])
    }
    const admin = await people.admin({ server: server.url })
    await untilStats(admin, {
      total: 3,
      versions: { 'build-1': 3 },
      routes: { '/sse': 1, '/polling': 1, '/admin': 1 },
    })
  })

  test('R1: on SIGTERM each held tab is sent a time to come back, the socket ends with 1001, and the process with 0', async () => {
    const began = Date.now()
    await server.stop()
    assert.ok(Date.now() - began < 12_000, 'within the grace of 10 s')
    await until(ws, () => window.tab.ends.length === 1)
    assert.deepEqual(await known(ws, 'ends'), [{ code: 1001, wasClean: true }])
    await until(sse, () => window.tab.ends.length >= 1)
    assert.deepEqual(await sse.evaluate(() => window.tab.ends[0]), { final: false }, 'EventSource will try again')
    for (const page of [ws, sse]) {
      assert.deepEqual((await types(page)).filter((type) => type !== 'keepalive'), ['connected', 'reconnect'])
      const { after: wait } = await page.evaluate(() => window.tab.messages.find(({ type }) => type === 'reconnect'))
      assert.ok(Number.isInteger(wait) && wait >= 0 && wait <= 60_000, `reconnect after ${wait}`)
    }

    const earlier = await known(sse, 'connectionId')
    server = await startServer(settings, server.port)
    await until(sse, (id) => window.tab.connectionId !== id, earlier)
    const admin = await people.admin({ server: server.url })
    await untilStats(admin, { total: 3, routes: { '/sse': 1, '/polling': 1, '/admin': 1 } })
  })
})

describe("a browser's own EventSource is refused", { skip: !browser, timeout: 120_000 }, () => {
  let server, site, people

  afterEach(async () => {
    await people?.goHome()
    await server?.stop()
    await site?.stop()
  })

  test('R1: one that comes back to the leaving server is told to wait, and finds the next server', async () => {
    site = await startSite({ build: 'build-1' })
    const settings = [`--allowed-origins=${site.url}`, '--shutdown-grace=5s', ...JWT_SETTINGS]
    server = await startServer(settings)
    people = new People(browser, site)
    const page = await people.open('/sse', { transport: 'sse', server: server.url })
    const earlier = await known(page, 'connectionId')
    // The server waits for a lease that nobody renews, until its grace is over.
    await fetch(`${server.url}/__skew/poll`, { headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0' } })
    const stopped = server.stop()
    await until(page, () => window.tab.refusals.length === 1)
    const [refusal] = await known(page, 'refusals')
    assert.equal(refusal.error, 'the server is leaving')
    assert.equal(refusal.status, 503)
    await stopped

    server = await startServer(settings, server.port)
    await until(page, (id) => window.tab.connectionId !== id, earlier)
    assert.ok((await known(page, 'ends')).every(({ final }) => !final), 'no end was final')
    const admin = await people.admin({ server: server.url })
    await untilStats(admin, { total: 2, routes: { '/sse': 1, '/admin': 1 } })
  })
})
