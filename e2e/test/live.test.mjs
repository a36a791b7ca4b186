// SPDX-License-Identifier: Apache-2.0
// Tests the main job with pages that use only what a browser has: who is connected, on which page, and moving them on.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { hasNot, known, People, until, untilStats } from '../lib/browser.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { curl } from '../lib/curl.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'
import { JWT_SETTINGS } from '../lib/token.mjs'

const browser = await launchChromium()
after(() => browser?.close())

const asAdmin = ['--header', `Authorization: Bearer ${ADMIN_SECRET}`]
const json = ['--header', 'Content-Type: application/json']

describe('live connections, behind a proxy on the same origin', { skip: !browser, timeout: 120_000 }, () => {
  let server, site, people
  let ws, sse, polling, admin

  before(async () => {
    server = await startServer(['--current-version=build-1', '--poll-interval=1s', ...JWT_SETTINGS])
    for (const version of ['build-2', 'build-3']) {
      await curl(...asAdmin, ...json, '--data', JSON.stringify({ version }), `${server.url}/__skew/admin/releases`)
    }
    site = await startSite({ rollcall: server.url, build: 'build-1' })
    people = new People(browser, site)
    ws = await people.open('/shopping', { transport: 'websocket' })
    site.build = 'build-2'
    sse = await people.open('/checkout', { transport: 'sse', version: 'cookie' })
    site.build = 'build-3'
    polling = await people.open('/blog/hello', { transport: 'polling' })
    admin = await people.admin()
  })

  after(async () => {
    await people?.goHome()
    await server?.stop()
    await site?.stop()
  })

  test('an admin sees three tabs of three versions on three routes, and itself', async () => {
    await untilStats(admin, {
      total: 4,
      current: 'build-3',
      versions: { 'build-1': 1, 'build-2': 1, 'build-3': 2 },
      routes: { '/shopping': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1 },
    })
    assert.equal(await admin.textContent('#total'), '4')
    const { connections, yourId } = await known(admin, 'stats')
    assert.deepEqual(
      connections.map(({ version, route, transport }) => [transport, version, route]),
      [
        ['websocket', 'build-1', '/shopping'],
        ['sse', 'build-2', '/checkout'],
        ['polling', 'build-3', '/blog/hello'],
        ['websocket', 'build-3', '/admin'],
      ],
      'in order of arrival',
    )
    const ids = await Promise.all([ws, sse, polling, admin].map((page) => known(page, 'id')))
    assert.deepEqual(connections.map(({ id }) => id), ids)
    assert.equal(yourId, ids[3])
    assert.ok(!JSON.stringify(connections).includes('127.0.0.1'), 'addresses are off by default')
  })

  test('a client-side navigation moves each kind of tab, and no query or fragment leaves the page', async () => {
    for (const page of [ws, sse, polling]) {
      const before = await known(page, 'id')
      await page.evaluate(() => window.tab.navigate(`/shopping/cart${location.search}&coupon=SECRET#items`))
      assert.equal(await known(page, 'id'), before, 'the same connection')
    }
    await untilStats(admin, { total: 4, routes: { '/shopping/cart': 3, '/admin': 1 } })
    assert.ok(!JSON.stringify(await known(admin, 'stats')).includes('SECRET'), 'S11: no query strings from users')

    await sse.evaluate(() => window.tab.navigate(`/checkout${location.search}`))
    await polling.evaluate(() => window.tab.navigate(`/blog/hello${location.search}`))
    await untilStats(admin, { routes: { '/shopping/cart': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1 } })
  })

  test('a subscriber to deltas ends up with the same figures', async () => {
    const second = await people.admin({ transport: 'sse', subscribe: 'delta' }, '/admin/deltas')
    await untilStats(second, { total: 5 })
    await ws.evaluate(() => window.tab.navigate(`/about${location.search}`))
    const routes = { '/about': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1, '/admin/deltas': 1 }
    await untilStats(second, { total: 5, routes, versions: { 'build-1': 1, 'build-2': 1, 'build-3': 3 } })
    await untilStats(admin, { total: 5, routes })
    const [full, patched] = await Promise.all([known(admin, 'stats'), known(second, 'stats')])
    assert.deepEqual(patched.connections, full.connections)
    assert.equal(patched.yourId, await known(second, 'id'))
    assert.ok(
      (await second.evaluate(() => window.tab.messages)).some(({ type }) => type === 'stats-delta'),
      'the change came as a delta',
    )
    await ws.evaluate(() => window.tab.navigate(`/shopping/cart${location.search}`))
    await second.close()
    await untilStats(admin, { total: 4 })
  })

  test('unsubscribing ends the stats and nothing else', async () => {
    const second = await people.admin({}, '/admin/leaving')
    await untilStats(admin, { total: 5 })
    await second.evaluate(() => window.tab.sendText('{"type":"unsubscribe-stats"}'))
    // The pong is sent only after the previous frame has been handled.
    await second.evaluate(() => window.tab.sendText('ping'))
    await until(second, () => window.tab.messages.at(-1).type === 'pong')
    await ws.evaluate(() => window.tab.navigate(`/faq${location.search}`))
    await untilStats(admin, { routes: { '/faq': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1, '/admin/leaving': 1 } })
    await second.evaluate(() => window.tab.sendText('{"type":"ping"}'))
    await until(second, () => window.tab.messages.filter(({ type }) => type === 'pong').length === 2)
    assert.equal(await second.evaluate(() => window.tab.messages.at(-1).type), 'pong')
    assert.equal(await second.evaluate(() => window.tab.messages.at(-2).type), 'pong', 'no stats in between')
    await ws.evaluate(() => window.tab.navigate(`/shopping/cart${location.search}`))
    await second.close()
    await untilStats(admin, { total: 4, routes: { '/shopping/cart': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1 } })
  })

  test('a tab without a session, or without the role, is refused over every transport, but still counted', async () => {
    const strangers = [
      await people.open('/admin', { transport: 'websocket', subscribe: 'stats' }),
      await people.open('/admin', { transport: 'sse', subscribe: 'stats' }, { claims: { role: 'reader' } }),
      await people.open('/admin', { transport: 'polling', subscribe: 'stats' }),
    ]
    for (const stranger of strangers) {
      await until(stranger, () => window.tab.authorized === false)
      await hasNot(stranger, 'stats')
    }
    await untilStats(admin, { total: 7 })
    await Promise.all(strangers.map((stranger) => stranger.close()))
    // The polling tab has gone once its lease has expired.
    await untilStats(admin, { total: 4 })
  })

  test('knowing a public id is not enough to act for that tab', async () => {
    const victim = await known(sse, 'id')
    for (const forged of [victim, `${victim}.`, `${victim}.AAAAAAAAAAAAAAAAAAAAAA`]) {
      const { status } = await polling.evaluate((id) => window.tab.post('route', { connectionId: id, route: '/moved' }), forged)
      assert.equal(status, 404)
    }
    assert.ok(!('/moved' in (await known(admin, 'stats')).routes))
  })

  test('a POST with a content type that forms can send is refused', async () => {
    const { status } = await sse.evaluate(() => window.tab.post('route', { route: '/moved' }, 'text/plain'))
    assert.equal(status, 415)
  })

  test('a crawler is turned away over every transport and not counted', async () => {
    const userAgent = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
    for (const transport of ['websocket', 'sse', 'polling']) {
      const crawler = await people.open('/crawled', { transport }, { userAgent, connected: false })
      await until(crawler, () => window.tab?.ends.length > 0)
      assert.deepEqual(await known(crawler, 'messages'), [])
      if (transport === 'sse') assert.deepEqual(await known(crawler, 'ends'), [{ final: true }], 'EventSource stops for good')
      await crawler.close()
    }
    const { body } = await curl(...asAdmin, `${site.url}/__skew/admin/stats`)
    assert.equal(body.total, 4)
  })

  test('CI reads the stats with curl', async () => {
    const { status, body } = await curl(...asAdmin, `${site.url}/__skew/admin/stats`)
    assert.equal(status, 200)
    assert.equal(body.total, 4)
    assert.deepEqual(body.versions, { 'build-1': 1, 'build-2': 1, 'build-3': 2 })
    assert.equal((await curl(`${site.url}/__skew/admin/stats`)).status, 401)
    assert.equal((await curl('--header', 'Authorization: Bearer wrong', `${site.url}/__skew/admin/stats`)).status, 401)

    const outdated = await curl(...asAdmin, `${site.url}/__skew/admin/connections?outdated=true`)
    assert.deepEqual(outdated.body.connections.map(({ version }) => version), ['build-1', 'build-2'])
  })

  test('an invalidation by curl reloads the tabs on that route and no others', async () => {
    const recipe = JSON.stringify({ route: '/checkout', secret: ADMIN_SECRET })
    const { status, body } = await curl(...json, '--data', recipe, `${server.url}/api/admin/invalidate-route`)
    assert.equal(status, 200)
    assert.deepEqual(body, { ok: true, route: '/checkout', matched: 1 })
    await until(sse, () => window.tab?.reloads === 1 && window.tab.connectionId !== undefined)
    assert.equal(await known(sse, 'build'), 'build-3', 'the reload brought the new build')
    await untilStats(admin, {
      total: 4,
      versions: { 'build-1': 1, 'build-3': 3 },
      routes: { '/shopping/cart': 1, '/checkout': 1, '/blog/hello': 1, '/admin': 1 },
    })
    for (const page of [ws, polling, admin]) await hasNot(page, 'version')
  })

  test('an invalidation by pattern reaches tabs of every transport', async () => {
    const glob = JSON.stringify({ route: '/blog/*', match: 'glob' })
    const first = await curl(...asAdmin, ...json, '--data', glob, `${site.url}/__skew/admin/invalidate-route`)
    assert.deepEqual([first.status, first.body.matched], [200, 1])
    const regex = JSON.stringify({ route: '^/shop(ping)?/c[a-z]+$', match: 'regex' })
    const second = await curl(...asAdmin, ...json, '--data', regex, `${site.url}/__skew/admin/invalidate-route`)
    assert.deepEqual([second.status, second.body.matched], [200, 1])
    for (const page of [polling, ws]) await until(page, () => window.tab?.reloads === 1 && window.tab.connectionId !== undefined)
    await untilStats(admin, { total: 4, versions: { 'build-3': 4 } })
    assert.equal(await known(sse, 'reloads'), 1)
    await hasNot(admin, 'version')
    const version = await curl(...asAdmin, `${site.url}/__skew/admin/connections?outdated=true`)
    assert.deepEqual(version.body.connections, [], 'everybody has migrated')
  })

  test('a wrong secret invalidates nothing', async () => {
    const recipe = JSON.stringify({ route: '/', secret: 'not the secret' })
    const { status } = await curl(...json, '--data', recipe, `${site.url}/__skew/admin/invalidate-route`)
    assert.equal(status, 401)
    for (const page of [ws, sse, polling]) assert.equal(await known(page, 'reloads'), 1)
  })

  test('a closed tab is removed from the totals, whatever its transport', async () => {
    await ws.close()
    await untilStats(admin, { total: 3, routes: { '/checkout': 1, '/blog/hello': 1, '/admin': 1 } })
    await sse.close()
    await untilStats(admin, { total: 2, routes: { '/blog/hello': 1, '/admin': 1 } })
    await polling.close()
    await untilStats(admin, { total: 1, routes: { '/admin': 1 }, versions: { 'build-3': 1 } })
  })
})
