// SPDX-License-Identifier: Apache-2.0
// Pages that a service worker answers from its cache: a reload must still bring the new build, and only once.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { clientConnected, clientPage, clientState, startPages } from '../lib/pages.mjs'
import { startServer } from '../lib/server.mjs'

const browser = await launchChromium()
after(() => browser?.close())

// A worker as plugins for PWAs write them: the page is in a cache that belongs to the build.
const precaching = (build) => `
  addEventListener('install', (event) => event.waitUntil(caches.open('${build}').then((cache) => cache.add('/'))))
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('fetch', (event) => {
    if (event.request.mode !== 'navigate') return
    event.respondWith(caches.open('${build}').then((cache) => cache.match('/')).then((page) => page ?? fetch(event.request)))
  })`

const WORKERS = {
  'that never lets a new one take over': precaching,
  'that lets a new one take over when it is asked, like those of Workbox and vite-plugin-pwa': (build) =>
    `${precaching(build)}
    addEventListener('message', ({ data }) => data?.type === 'SKIP_WAITING' && skipWaiting())`,
  'that always lets a new one take over': (build) => `${precaching(build)}
    addEventListener('install', () => skipWaiting())`,
  'that also answers other requests for the page from its cache': (build) => precaching(build).replace("event.request.mode !== 'navigate'", "!/\\/$/.test(event.request.url)"),
}

/** A worker that is the same for all builds and keeps whatever page it saw first. */
const keeping = () => `
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('fetch', (event) => {
    if (new URL(event.request.url).pathname !== '/') return
    event.respondWith(caches.open('pages').then(async (cache) => {
      const known = await cache.match('/')
      if (known) return known
      const page = await fetch(event.request)
      await cache.put('/', page.clone())
      return page
    }))
  })`

describe('a page with a service worker', { skip: !browser, timeout: 240_000 }, () => {
  let server, site, context, build, worker, isAway
  let builds = 0

  before(async () => {
    server = await startServer()
  })

  after(() => server?.stop())

  const deploy = async () => {
    build = `build-${++builds}`
    await admin(server, 'releases', { version: build })
  }

  beforeEach(async () => {
    await deploy()
    isAway = false
    site = await startPages(server.url, (request, response, { pathname }) => {
      if (isAway) return response.writeHead(503).end('away')
      if (pathname === '/sw.js') return response.setHeader('Content-Type', 'text/javascript').end(worker(build))
      response.end(clientPage(build, { more: "navigator.serviceWorker.register('/sw.js')" }))
    })
    context = await newContext(browser)
  })

  afterEach(async () => {
    await context?.close()
    await site?.stop()
  })

  /** Opens a tab that the worker controls, and that has its page from the worker. */
  const open = async () => {
    const page = await context.newPage()
    await page.goto(site.url)
    await page.waitForFunction(() => navigator.serviceWorker.controller)
    await page.reload()
    await page.waitForFunction(() => performance.getEntriesByType('navigation')[0].workerStart > 0)
    await clientConnected(page)
    return page
  }

  const force = () => admin(server, 'commands', { action: 'reload', target: { outdated: true } })

  for (const [kind, make] of Object.entries(WORKERS)) {
    for (const [how, act] of [['command', force], ['button', (page) => page.evaluate(() => window.client.reload())]]) {
      test(`${kind}: a reload by ${how} brings the new build, with one load`, async () => {
        worker = make
        const page = await open()
        let loads = 0
        page.on('load', () => loads++)
        await deploy()
        await clientState(page, { isOutdated: true })
        await act(page)
        await clientState(page, { version: build, status: 'connected', unchanged: null })
        assert.equal(loads, 1)
      })
    }
  }

  test('with two tabs: both get the new build, and neither goes in circles', async () => {
    worker = WORKERS['that never lets a new one take over']
    const pages = [await open(), await open()]
    let loads = 0
    for (const page of pages) page.on('load', () => loads++)
    await deploy()
    for (const page of pages) await clientState(page, { isOutdated: true })
    await force()
    for (const page of pages) await clientState(page, { version: build, status: 'connected' })
    assert.equal(loads, 2)
  })

  test('that has something to lose is left alone: the tab says what kept the old build, and the server knows', async () => {
    await context.addInitScript(() => {
      PushManager.prototype.getSubscription = () => Promise.resolve({ endpoint: 'https://push.example/1' })
    })
    worker = WORKERS['that never lets a new one take over']
    const page = await open()
    await deploy()
    await clientState(page, { isOutdated: true })
    await Promise.all([page.waitForEvent('load'), force()])
    await clientState(page, { status: 'connected', unchanged: 'service-worker' })
    assert.ok(await page.evaluate(() => navigator.serviceWorker.getRegistration()))
  })

  test('that keeps the first page it saw: the tab says so, and the button gets around it', async () => {
    worker = keeping
    const page = await open()
    await deploy()
    await clientState(page, { isOutdated: true })
    await Promise.all([page.waitForEvent('load'), force()])
    await clientState(page, { status: 'connected', unchanged: 'service-worker' })
    await page.evaluate(() => window.client.reload())
    await clientState(page, { version: build, status: 'connected', unchanged: null })
  })

  test('is not unregistered while the site is away', async () => {
    worker = keeping
    const page = await open()
    await deploy()
    await clientState(page, { isOutdated: true })
    await Promise.all([page.waitForEvent('load'), force()])
    await clientState(page, { status: 'connected', unchanged: 'service-worker' })
    isAway = true
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.client.reload())])
    assert.ok(await page.evaluate(() => navigator.serviceWorker.getRegistration()))
  })

  test('while the site is away: the tab stays as it is, although the worker has a page, and goes on when the site is back', async () => {
    // Like most workers that are written by hand: whatever is in a cache is taken from there.
    worker = (build) => precaching(build).replace(/addEventListener\('fetch'.*/s, `addEventListener('fetch', (event) => event.respondWith(
      caches.match(event.request).then((page) => page ?? fetch(event.request))))`)
    const page = await open()
    let loads = 0
    page.on('load', () => loads++)
    await deploy()
    await clientState(page, { isOutdated: true })
    isAway = true
    await force()
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    assert.equal(await page.evaluate(async () => (await fetch('/')).status), 200, 'the worker would answer')
    assert.equal(loads, 0)
    isAway = false
    await clientState(page, { version: build, status: 'connected' })
  })

  test('without a network: the tab stays as it is', async () => {
    worker = WORKERS['that also answers other requests for the page from its cache']
    const page = await open()
    await deploy()
    await clientState(page, { isOutdated: true })
    await context.setOffline(true)
    await page.evaluate(() => window.client.reload())
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    assert.equal(await page.evaluate(() => window.client.state.isOutdated), true)
  })
})
