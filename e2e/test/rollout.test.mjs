// SPDX-License-Identifier: Apache-2.0
// A rollout as a team makes it, with real tabs: a build settles, a paced reload brings the tabs to it, the receipt says where
// each of them is, and the gate opens.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { startBalancer } from '../lib/balancer.mjs'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { admin, curl } from '../lib/curl.mjs'
import { clientConnected, clientPage, startPages } from '../lib/pages.mjs'
import { freePort } from '../lib/port.mjs'
import { startRedis } from '../lib/redis.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'

const browser = await launchChromium()
after(() => browser?.close())

const PATIENCE_MILLIS = 40_000

/** A worker that keeps whatever page it saw first, forever. */
const KEEPING = `
  addEventListener('install', () => skipWaiting())
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('fetch', (event) => {
    if (event.request.method !== 'GET' || !/kept\\/$/.test(event.request.url)) return
    event.respondWith(caches.open('pages').then(async (cache) => {
      const known = await cache.match('/kept/')
      if (known) return known
      const page = await fetch(event.request)
      await cache.put('/kept/', page.clone())
      return page
    }))
  })`

/** Asks again until the answer is as expected, and returns it. */
async function until(ask, isExpected, patience = PATIENCE_MILLIS) {
  const end = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (isExpected(answer)) return answer
    assert.ok(Date.now() < end, `never came true: ${isExpected}; the last answer: ${JSON.stringify(answer, null, 1)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function addsUp({ funnel, matched }) {
  assert.equal(Object.values(funnel).reduce((sum, count) => sum + count), matched)
}

describe('a rollout', { skip: !browser, timeout: 240_000 }, () => {
  let port, server, site, build, contexts, dataDir

  const deferring = "beforeReload: Object.assign(() => false, { reason: 'an open order' })"
  const kept = "navigator.serviceWorker.register('/kept/sw.js')"

  beforeEach(async () => {
    build = 'build-1'
    contexts = []
    dataDir = mkdtempSync(join(tmpdir(), 'rollcall-'))
    port = await freePort()
    site = await startPages(`http://127.0.0.1:${port}`, (request, response, { pathname }) => {
      if (pathname === '/version.txt') return response.setHeader('Content-Type', 'text/plain').end(build)
      if (pathname === '/kept/sw.js') return response.setHeader('Content-Type', 'text/javascript').end(KEEPING)
      if (pathname === '/order') return response.end(clientPage(build, { options: deferring }))
      response.end(clientPage(build, pathname === '/kept/' ? { more: kept } : {}))
    })
    await start()
  })

  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    await server?.stop()
    await site?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  async function start() {
    const check = [`--check-url=${site.url}/version.txt`, '--check-interval=1s', '--check-answers=3']
    server = await startServer(['--current-version=build-1', `--data-dir=${dataDir}`, ...check], port)
  }

  async function person() {
    const context = await newContext(browser)
    contexts.push(context)
    return context
  }

  async function open(context, path) {
    const page = await context.newPage()
    await page.goto(site.url + path)
    await clientConnected(page)
    return page
  }

  const receipt = (id) => admin(server, `commands/${id}`)

  /** Deploys a build, and waits until it has settled and is announced. */
  async function deploy(version) {
    build = version
    await until(() => admin(server, 'releases'), ({ current }) => current === version)
  }

  const gate = (query) =>
    curl('--max-time', '40', '--header', `Authorization: Bearer ${ADMIN_SECRET}`, `${server.url}/__skew/admin/gate?${query}`)

  test('settles, is paced, waits for an open order until its deadline, names the tab that is kept old, and opens the gate', async () => {
    const [one, two] = [await person(), await person()]
    const plain = [await open(one, '/'), await open(one, '/shop'), await open(two, '/'), await open(two, '/cart')]
    const order = await open(two, '/order')
    const old = await open(two, '/kept/')
    await old.waitForFunction(() => navigator.serviceWorker.controller)
    await old.reload()
    await clientConnected(old)
    await deploy('build-2')

    const dryRun = await admin(server, 'commands', { action: 'reload', target: { outdated: true }, dryRun: true })
    assert.equal(dryRun.matched, 6)
    const { id } = await admin(server, 'commands', {
      action: 'reload', target: { outdated: true }, spread: 4, deadline: 8, confirm: dryRun.matched,
    })
    const opened = gate('version=build-2&percent=80&timeout=20')
    const deferred = await until(() => receipt(id), ({ funnel }) => funnel.deferred === 1)
    addsUp(deferred)
    assert.deepEqual(deferred.reasons, { 'an open order': 1 })
    assert.ok(deferred.deferredUntil > Date.now())
    assert.equal(await order.evaluate(() => window.client.state.version), 'build-1')

    const done = await until(() => receipt(id), ({ state }) => state === 'done')
    addsUp(done)
    assert.deepEqual(done.funnel, {
      waiting: 0, delivered: 0, deferred: 0, reloading: 0, returned: 5, unchanged: 1, gone: 0, aborted: 0, unconfirmed: 0,
    })
    assert.deepEqual(done.versions, { 'build-2': 5, 'build-1': 1 })
    for (const page of [...plain, order]) assert.equal(await page.evaluate(() => window.client.state.version), 'build-2')
    const { status, body } = await opened
    assert.equal(status, 200)
    assert.ok(body.share >= 80)
    const shut = await gate('gone=build-1&timeout=1')
    assert.equal(shut.status, 504)
    assert.equal(shut.body.left, 1)
    await old.close()
    assert.equal((await gate('gone=build-1&timeout=20')).status, 200)
  })

  test('is aborted in the middle: tabs not yet told keep their page', async () => {
    const context = await person()
    const pages = []
    for (let i = 0; i < 6; i++) pages.push(await open(context, `/p${i}`))
    await deploy('build-2')
    const { id } = await admin(server, 'commands', { action: 'reload', target: { outdated: true }, spread: 30 })
    await until(() => receipt(id), ({ funnel }) => funnel.returned >= 1)
    const aborted = await curl('--request', 'DELETE', '--header', `Authorization: Bearer ${ADMIN_SECRET}`, `${server.url}/__skew/admin/commands/${id}?reason=broken`)
    assert.equal(aborted.body.state, 'aborted')
    const end = await until(() => receipt(id), ({ funnel }) => funnel.returned + funnel.aborted === 6)
    addsUp(end)
    assert.equal(end.funnel.aborted, aborted.body.letOff)
    assert.equal(end.reason, 'broken')
    const builds = await Promise.all(pages.map((page) => page.evaluate(() => window.client.state.version)))
    assert.equal(builds.filter((each) => each === 'build-1').length, aborted.body.letOff)
    const stopped = await gate(`command=${id}&timeout=20`)
    assert.equal(stopped.status, 409)
    assert.match(stopped.body.error, /broken/)
  })

  test('goes on after a restart of the server in the middle, and each tab reloads once', async () => {
    const context = await person()
    const pages = []
    for (let i = 0; i < 6; i++) pages.push(await open(context, `/p${i}`))
    await deploy('build-2')
    const { id } = await admin(server, 'commands', { action: 'reload', target: { outdated: true }, spread: 30 })
    await until(() => receipt(id), ({ funnel }) => funnel.returned >= 1)
    await server.stop()
    await start()
    const done = await until(() => receipt(id), ({ state }) => state === 'done')
    addsUp(done)
    assert.equal(done.matched, 6)
    assert.equal(done.funnel.returned, 6)
    for (const page of pages) {
      await clientConnected(page)
      assert.equal(await page.evaluate(() => window.client.state.version), 'build-2')
      const { done: obeyed } = JSON.parse(await page.evaluate(() => sessionStorage.getItem('rollcall')))
      assert.equal(obeyed.filter(([name]) => name === id).length, 1)
    }
  })
})

describe('a rollout over three servers', { skip: !browser, timeout: 240_000 }, () => {
  test('goes on when one of them is killed in the middle: each tab reloads once, and is counted once', async (t) => {
    const stops = []
    t.after(async () => {
      for (const stop of stops.reverse()) await stop()
    })
    const redis = await startRedis(await freePort())
    if (!redis) return t.skip('no Redis')
    stops.push(() => redis.stop())
    const servers = []
    for (const name of ['a', 'b', 'c']) {
      servers.push(await startServer(['--current-version=build-1', `--redis-url=redis://127.0.0.1:${redis.port}`, `--node-name=${name}`]))
    }
    const [killed, other] = servers
    let left = servers
    stops.push(() => Promise.all(left.map((server) => server.stop())))
    for (const server of servers) {
      await until(() => admin(server, 'nodes'), ({ nodes, partial }) => nodes.length === 3 && !partial)
    }
    const port = await freePort()
    const balancer = await startBalancer(servers.map((server) => server.port), port)
    stops.push(() => balancer.stop())
    let build = 'build-1'
    const site = await startPages(`http://127.0.0.1:${port}`, (request, response) => response.end(clientPage(build)))
    stops.push(() => site.stop())
    const context = await newContext(browser)
    stops.push(() => context.close())
    const pages = []
    for (let i = 0; i < 9; i++) {
      const page = await context.newPage()
      await page.goto(`${site.url}/p${i}`)
      await clientConnected(page)
      pages.push(page)
    }

    build = 'build-2'
    await admin(other, 'releases', { version: build })
    const { id, matched } = await admin(other, 'commands', { action: 'reload', target: { outdated: true }, spread: 30 })
    assert.equal(matched, 9)
    // The others know about it what it knows itself, and no tab is on its way to it.
    const receipts = () => Promise.all([killed, other].map((server) => admin(server, `commands/${id}`)))
    const isQuiet = ({ funnel }) => funnel.returned >= 2 && funnel.waiting + funnel.returned === 9
    await until(receipts, ([own, theirs]) => isQuiet(own) && JSON.stringify(own.funnel) === JSON.stringify(theirs.funnel))
    left = servers.filter((server) => server !== killed)
    await killed.kill()

    const done = await until(() => admin(other, `commands/${id}`), ({ state }) => state === 'done', 90_000)
    addsUp(done)
    assert.equal(done.matched, 9)
    assert.equal(done.funnel.returned, 9)
    for (const page of pages) {
      await clientConnected(page)
      assert.equal(await page.evaluate(() => window.client.state.version), 'build-2')
    }
    assert.equal((await admin(servers[2], 'stats')).total, 9)
  })
})
