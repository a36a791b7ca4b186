// SPDX-License-Identifier: Apache-2.0
// Tests @rollcall/client in a real browser: what browsers do to tabs, and forced reloads.

import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { connected, Person, state, until } from '../lib/app.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'

const TRANSPORTS = ['websocket', 'sse', 'polling']

const browser = await launchChromium()
after(() => browser?.close())

describe('the client in a browser', { skip: !browser, timeout: 240_000 }, () => {
  const settings = ['--current-version=build-1', '--poll-interval=1s']
  let server, site, person

  beforeEach(async () => {
    server = await startServer(settings)
    site = await startSite({ rollcall: server.url, build: 'build-1' })
    person = await Person.visit(browser, site)
  })

  afterEach(async () => {
    await person?.leave()
    await server?.stop()
    await site?.stop()
  })

  const ask = (path, body) => admin(server, path, body)
  const reload = (target) => ask('commands', { action: 'reload', target })
  const stats = () => ask('stats')

  /** Fetches the stats again and again until `holds` accepts them. */
  const untilStats = async (holds) => {
    const end = Date.now() + 30_000
    for (;;) {
      const now = await stats()
      if (holds(now)) return now
      assert.ok(Date.now() < end, `never came true: ${holds}; the last stats were ${JSON.stringify(now)}`)
    }
  }

  test('it connects over WebSocket, and over the next transport where WebSocket is blocked', async () => {
    const page = await person.open('/a')
    assert.equal((await state(page)).transport, 'websocket')
    const walled = await Person.visit(browser, site)
    try {
      // Stands in for a proxy without support for upgrades: the handshake is answered, but not with 101.
      await walled.context.addInitScript(() => {
        const Real = window.WebSocket
        window.WebSocket = class extends Real {
          constructor(url) {
            super(String(url).replace('/ws', '/health'))
          }
        }
      })
      const other = await walled.open('/b')
      assert.equal((await state(other)).transport, 'sse')
      const { transports } = await stats()
      assert.deepEqual(transports, { websocket: 1, sse: 1, polling: 0 })
    } finally {
      await walled.leave()
    }
  })

  for (const transport of TRANSPORTS) {
    test(`${transport}: a forced reload happens once, even on the same build, and keeps path, query and fragment`, async () => {
      const page = await person.open('/shop/cart#items', { transport, coupon: 'SPRING' })
      const before = page.url()
      let loads = 0
      page.on('load', () => loads++)
      const [{ matched }] = await Promise.all([reload({ route: '/shop' }), page.waitForEvent('load')])
      assert.equal(matched, 1)
      await connected(page)
      assert.equal(page.url(), before)
      assert.equal((await state(page)).route, '/shop/cart')
      // No second reload follows: anything that the first one left behind would be handled before this message.
      await ask('commands', { action: 'message', target: 'all', message: { type: 'fence' } })
      await until(page, () => window.app.messages.some(({ type }) => type === 'fence'))
      assert.equal(loads, 1)
      await untilStats(({ total }) => total === 1)
    })
  }

  test('a forced reload happens only once even where session storage is blocked', async () => {
    await person.context.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError')
        },
      })
    })
    const page = await person.open('/a')
    let loads = 0
    page.on('load', () => loads++)
    await Promise.all([page.waitForEvent('load'), reload('all')])
    await connected(page)
    await ask('commands', { action: 'message', target: 'all', message: { type: 'fence' } })
    await until(page, () => window.app.messages.some(({ type }) => type === 'fence'))
    assert.equal(loads, 1)
  })

  test('a release only notifies the page; after a reload the tab runs it', async () => {
    const page = await person.open('/a')
    site.build = 'build-2'
    assert.equal((await ask('releases', { version: 'build-2' })).matched, 1)
    await until(page, () => window.app.client.state.isOutdated)
    assert.equal((await state(page)).serverVersion, 'build-2')
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.app.client.reload())])
    await connected(page)
    assert.equal((await state(page)).isOutdated, false)
    await untilStats(({ versions }) => versions['build-2'] === 1 && versions['build-1'] === undefined)
  })

  test('unsaved work delays a reload until it is saved', async () => {
    const page = await person.open('/form', { defer: 'true' })
    await reload('all')
    await until(page, () => window.app.client.state.reload?.phase === 'deferred')
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.app.save())])
    await connected(page)
  })

  test('unsaved work delays a reload until the deadline, but no longer', async () => {
    // The server will send deadlines with paced commands. The client already obeys them.
    await person.context.routeWebSocket(/\/__skew\/ws/, (socket) => {
      const upstream = socket.connectToServer()
      upstream.onMessage((text) => {
        const message = JSON.parse(text)
        socket.send(JSON.stringify(message.force ? { ...message, deadline: message.timestamp + 2_000 } : message))
      })
    })
    const page = await person.open('/form', { defer: 'true', transport: 'websocket' })
    const loaded = page.waitForEvent('load')
    await reload('all')
    await until(page, () => window.app.client.state.reload?.phase === 'deferred')
    const { remaining } = (await state(page)).reload
    assert.ok(remaining > 0 && remaining <= 2_000, `the countdown: ${remaining}`)
    await loaded
    await connected(page)
  })

  test('R9: a page that comes back from the back/forward cache is counted once, on its route', async () => {
    const page = await person.open('/first')
    await page.goto(person.url('/second'))
    await connected(page)
    await untilStats(({ total, routes }) => total === 1 && routes['/second'] === 1)
    await page.goBack({ waitUntil: 'commit' })
    await until(page, () => window.app?.shown.some(({ persisted }) => persisted))
    await connected(page)
    const { total, routes } = await untilStats((now) => now.routes['/first'] === 1 && now.total === 1)
    assert.deepEqual({ total, routes }, { total: 1, routes: { '/first': 1 } })
  })

  test('R2: a server that is killed and restarted gets all its tabs back, each on its current route', async () => {
    const pages = []
    for (const transport of TRANSPORTS) pages.push(await person.open(`/${transport}`, { transport }))
    await server.kill()
    for (const page of pages) {
      await until(page, () => window.app.client.state.status !== 'connected')
      await page.evaluate(() => {
        history.pushState(null, '', `/moved${location.pathname}`)
        window.app.client.setRoute(location.pathname)
      })
    }
    server = await startServer(settings, server.port)
    const { routes } = await untilStats(({ total }) => total === 3)
    assert.deepEqual(routes, { '/moved/websocket': 1, '/moved/sse': 1, '/moved/polling': 1 })
    for (const page of pages) await connected(page)
  })

  test('R1: a server that shuts down in order sends its tabs a time to come back, and they do', async () => {
    const page = await person.open('/a')
    await server.stop()
    await until(page, () => window.app.client.state.status === 'waiting')
    assert.ok(await page.evaluate(() => window.app.messages.some(({ type }) => type === 'reconnect')))
    server = await startServer(settings, server.port)
    await connected(page)
  })

  test('a tab that comes online reconnects at once, however long it would have waited', async () => {
    const page = await person.open('/a', { transport: 'websocket' })
    await person.context.setOffline(true)
    await server.kill()
    await until(page, () => window.app.client.state.status !== 'connected')
    server = await startServer(settings, server.port)
    await person.context.setOffline(false)
    await connected(page)
    await untilStats(({ total }) => total === 1)
  })

  test('eight tabs of one browser over SSE on HTTP/1.1: all are counted, receive messages, and can still fetch', async () => {
    const pages = []
    for (let i = 0; i < 8; i++) pages.push(await person.open(`/tab/${i}`, { transport: 'sse' }))
    const { transports, total } = await stats()
    assert.equal(total, 8)
    assert.deepEqual(transports, { websocket: 0, sse: 4, polling: 4 }, 'a browser opens six connections to a host')
    await ask('commands', { action: 'message', target: 'all', message: { type: 'hello' } })
    for (const page of pages) {
      await until(page, () => window.app.messages.some(({ type }) => type === 'hello'))
      assert.equal(await page.evaluate(() => fetch('/__skew/health').then(({ status }) => status)), 200)
    }
    await Promise.all([pages[7].waitForEvent('load'), reload({ route: '/tab/7' })])
    await connected(pages[7])
    await pages[0].close()
    await untilStats((now) => now.total === 7)
  })
})
