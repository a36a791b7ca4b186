// SPDX-License-Identifier: Apache-2.0
// What a reload must not do to a tab, in a real browser: send a form again, replace a page with an error, lose the scroll
// position.

import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { eachOnAPage } from '../lib/one-page.mjs'
import { clientConnected, clientPage, clientState, startPages } from '../lib/pages.mjs'

const browser = await launchChromium()
after(() => browser?.close())

describe('a reload', { skip: !browser, timeout: 240_000 }, () => {
  let server, site, context, page, answer, posts, gets

  const at = eachOnAPage(browser, (request, response, url) => {
    if (request.method === 'POST') posts++
    else gets++
    request.resume()
    answer(request, response, url)
  })
  beforeEach(() => {
    ;({ server, site, context, page } = at)
    posts = gets = 0
    answer = (request, response) => response.end(clientPage('build-1'))
  })

  const reloadAll = () => admin(server, 'commands', { action: 'reload', target: 'all' })
  const form = '<form method="post" action="/order?from=cart#done"><button>Order</button></form>'

  /** Loads a page that is the answer to a form. */
  const order = async () => {
    answer = (request, response) => response.end(clientPage('build-1', { body: form }))
    await page.goto(site.url)
    await Promise.all([page.waitForURL('**/order*'), page.click('button')])
    await clientConnected(page)
    assert.equal(posts, 1)
  }

  for (const [name, act] of [
    ['by command', () => reloadAll()],
    ['by the button', () => page.evaluate(() => window.client.reload())],
  ]) {
    test(`${name} of a page that answers a form does not send the form again`, async () => {
      await order()
      await Promise.all([page.waitForEvent('load'), act()])
      await clientConnected(page)
      assert.equal(posts, 1)
      assert.equal(page.url(), `${site.url}/order?from=cart#done`)
      await Promise.all([page.waitForEvent('load'), page.reload()])
      assert.equal(posts, 1, "nor does the person's own reload after that")
    })
  }

  test('of a page that answers only forms does not happen: the answer to the form stays', async () => {
    await order()
    answer = (request, response) => response.writeHead(405, { Allow: 'POST' }).end('method not allowed')
    await reloadAll()
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    assert.equal((await page.evaluate(() => window.client.state.problem)).code, 'page')
    assert.equal(await page.locator('form').count(), 1)
    assert.equal(posts, 1)
  })

  test('waits for a site that is away, keeps the page alive, and comes when the site is back', async () => {
    await page.goto(`${site.url}/shop?x=1#top`)
    await clientConnected(page)
    answer = (request, response) => response.writeHead(503).end('down for maintenance')
    await reloadAll()
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    assert.equal(await page.evaluate(() => window.client.state.status), 'connected')
    const loaded = page.waitForEvent('load')
    answer = (request, response) => response.end(clientPage('build-2'))
    await loaded
    await clientState(page, { version: 'build-2', status: 'connected', problem: null })
    assert.equal(page.url(), `${site.url}/shop?x=1#top`)
  })

  test('waits for a network that is away', async () => {
    await page.goto(site.url)
    await clientConnected(page)
    await context.setOffline(true)
    await page.evaluate(() => window.client.reload())
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    const loaded = page.waitForEvent('load')
    await context.setOffline(false)
    await loaded
    await clientConnected(page)
  })

  test('does not lead to a form for signing in', async () => {
    await page.goto(`${site.url}/account`)
    await clientConnected(page)
    answer = (request, response, { pathname }) =>
      pathname === '/login' ? response.end('sign in') : response.writeHead(302, { Location: '/login' }).end()
    await reloadAll()
    await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
    assert.match((await page.evaluate(() => window.client.state.problem)).detail, /\/login$/)
    assert.equal(page.url(), `${site.url}/account`)
  })

  test('by the button leads to a form for signing in, also one of another site', async () => {
    const idp = await startPages(server.url, (request, response) => response.end('sign in'))
    try {
      await page.goto(`${site.url}/account`)
      await clientConnected(page)
      answer = (request, response) => response.writeHead(302, { Location: `${idp.url}/login` }).end()
      await Promise.all([page.waitForURL(`${idp.url}/login`), page.evaluate(() => window.client.reload())])
    } finally {
      await idp.stop()
    }
  })

  test('is made also where the policy of the page forbids to look', async () => {
    answer = (request, response) => {
      response.setHeader('Content-Security-Policy', `connect-src ${site.url.replace('http', 'ws')}`)
      response.end(clientPage('build-1', { options: "transport: 'websocket'" }))
    }
    await page.goto(site.url)
    await clientConnected(page)
    await Promise.all([page.waitForEvent('load'), reloadAll()])
    await clientConnected(page)
  })

  test('keeps the place on the page', async () => {
    answer = (request, response) => response.end(clientPage('build-1', { body: '<p style="height: 5000px">long</p>' }))
    await page.goto(site.url)
    await clientConnected(page)
    await page.evaluate(() => window.scrollTo(0, 1_700))
    await Promise.all([page.waitForEvent('load'), reloadAll()])
    await page.waitForFunction(() => window.scrollY === 1_700)
  })

  test('that brings the old build from the site says so, tells the server, and is not repeated', async () => {
    answer = (request, response) => response.end(clientPage('build-1', { options: "transport: 'sse'" }))
    await page.goto(site.url)
    await clientConnected(page)
    const force = () => admin(server, 'releases', { version: 'build-2', force: true })
    const isTold = (request) => new URL(request.url()).searchParams.get('unchanged') === 'site'
    await Promise.all([page.waitForRequest(isTold), page.waitForEvent('load'), force()])
    await clientState(page, { unchanged: 'site', isOutdated: true, status: 'connected' })
    const before = gets
    await force()
    await page.waitForFunction(() => window.client.state.reload?.phase === 'scheduled')
    assert.equal(gets, before, 'the next one for this version waits a minute')
  })

  test('that brings the old build from a cache in front of the site says so', async () => {
    answer = (request, response) => response.setHeader('Age', '420').end(clientPage('build-1'))
    await page.goto(site.url)
    await clientConnected(page)
    await Promise.all([page.waitForEvent('load'), admin(server, 'releases', { version: 'build-3', force: true })])
    await clientState(page, { unchanged: 'cdn', isOutdated: true })
  })

  test('two tabs at once each reload once', async () => {
    const other = await context.newPage()
    const loads = []
    for (const one of [page, other]) {
      await one.goto(site.url)
      await clientConnected(one)
      one.on('load', () => loads.push(one))
    }
    await Promise.all([page.waitForEvent('load'), other.waitForEvent('load'), reloadAll()])
    for (const one of [page, other]) await clientConnected(one)
    await admin(server, 'commands', { action: 'message', target: 'all', message: { type: 'fence' } })
    assert.equal(loads.length, 2)
  })

  test('frames are not tabs, on the same origin or another', async () => {
    const stranger = await startPages(server.url, (request, response) => response.end(clientPage('build-1')))
    try {
      answer = (request, response, { pathname }) => {
        const frames = `<iframe src="/inner"></iframe><iframe src="${stranger.url}"></iframe>`
        response.end(clientPage('build-1', { body: pathname === '/' ? frames : '' }))
      }
      await page.goto(site.url)
      await clientConnected(page)
      for (const frame of page.frames()) await frame.waitForFunction(() => window.client)
      assert.deepEqual((await admin(server, 'stats')).routes, { '/': 1 })
      for (const frame of page.frames().slice(1)) assert.equal(await frame.evaluate(() => window.client.state.status), 'idle')
    } finally {
      await stranger.stop()
    }
  })
})
