// SPDX-License-Identifier: Apache-2.0
// Obstacles between a tab and the server are noticed, in a real browser: policies, proxies, code that is gone, forms.

import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { eachOnAPage } from '../lib/one-page.mjs'
import { clientConnected, clientPage, clientState, startPages } from '../lib/pages.mjs'

const browser = await launchChromium()
after(() => browser?.close())

describe('the client notices', { skip: !browser, timeout: 240_000 }, () => {
  let server, site, context, page, answer, through, said

  const at = eachOnAPage(browser, (...request) => answer(...request), { through: (...request) => through(...request) })
  beforeEach(() => {
    ;({ server, site, context, page } = at)
    through = () => false
    said = []
    page.on('console', (message) => message.text().startsWith('rollcall:') && said.push(message.text()))
  })

  const routes = async () => Object.keys((await admin(server, 'stats')).routes)

  /** Waits until the server knows exactly these routes. */
  const untilRoutes = async (...expected) => {
    const end = Date.now() + 30_000
    while (JSON.stringify(await routes()) !== JSON.stringify(expected)) assert.ok(Date.now() < end, `never: ${expected}`)
  }

  test('a policy without WebSockets: the first connection is over SSE, and nothing is waited for', async () => {
    answer = (request, response) => {
      response.setHeader('Content-Security-Policy', `connect-src ${site.url}`)
      response.end(clientPage('build-1', { more: 'client.subscribe(() => (window.waited ||= client.state.retryAt > Date.now()))' }))
    }
    await page.goto(site.url)
    await clientConnected(page)
    assert.equal(await page.evaluate(() => window.client.state.transport), 'sse')
    assert.equal(await page.evaluate(() => window.waited), false)
  })

  for (const [what, refuse, code] of [
    ['403', (response) => response.writeHead(403).end('no'), 'forbidden'],
    ['404', (response) => response.writeHead(404).end('not found'), 'not-rollcall'],
    ['413', (response) => response.writeHead(413).end('too large'), 'rejected'],
    ["a captive portal's page", (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('welcome'), 'not-rollcall'],
  ]) {
    for (const transport of ['sse', 'polling']) {
      test(`${transport}: a proxy that answers POSTs with ${what}; the route arrives nevertheless`, async () => {
        through = (request, response) => request.method === 'POST' && !request.url.endsWith('/leave') && !!refuse(response)
        answer = (request, response) => response.end(clientPage('build-1', { options: `transport: '${transport}'` }))
        await page.goto(`${site.url}/first`)
        await clientConnected(page)
        await page.evaluate(() => window.client.setRoute('/second'))
        await untilRoutes('/second')
        const { problem } = await page.evaluate(() => window.client.state)
        assert.equal(problem.code, code)
        assert.equal(said.length, 1)
        assert.match(said[0], new RegExp(`#${code}$`))
        await page.goto('about:blank')
        await untilRoutes()
      })
    }
  }

  describe('a proxy that takes WebSockets and never answers', () => {
    let upgrades, proxied, tab

    beforeEach(async () => {
      upgrades = []
      const upgrade = (request, socket) => upgrades.push(socket.on('error', () => socket.destroy()))
      proxied = await startPages(server.url, (request, response) => response.end(clientPage('build-1')), { upgrade })
      tab = await (await newContext(browser)).newPage()
    })

    afterEach(async () => {
      await tab.context().close()
      upgrades.forEach((socket) => socket.destroy())
      await proxied.stop()
    })

    /** Opens a page, which must be the only one that is counted. */
    const visit = async (path) => {
      await tab.goto(proxied.url + path)
      await clientConnected(tab)
      await untilRoutes(path)
      assert.equal((await admin(server, 'stats')).total, 1)
    }

    test('a person who stays is counted over SSE, once', async () => {
      await visit('/stays')
      assert.equal(await tab.evaluate(() => window.client.state.transport), 'sse')
      assert.equal(upgrades.length, 1)
      await tab.goto('about:blank')
      await untilRoutes()
    })

    test('a person who goes from page to page is counted from the second page on, once', async () => {
      await tab.goto(`${proxied.url}/first`)
      // As long as somebody takes to look for a link.
      await tab.waitForFunction(() => performance.now() > (window.began ??= performance.now()) + 700)
      assert.equal(await tab.evaluate(() => window.client.state.status), 'connecting')
      for (const path of ['/second', '/third', '/fourth']) await visit(path)
      assert.equal(upgrades.length, 1, 'what has failed is not tried on each page anew')
      await tab.goto('about:blank')
      await untilRoutes()
    })
  })

  test('a development server that does not know Rollcall', async () => {
    through = (request, response) => !!response.writeHead(404).end('not found')
    answer = (request, response) => response.end(clientPage('build-1', { options: "transport: ['sse', 'polling']" }))
    await page.goto(site.url)
    await page.waitForFunction(() => window.client?.state.problem?.code === 'not-rollcall', null, { timeout: 30_000 })
    assert.equal(said.length, 1)
    assert.match(said[0], /\/__skew\/(sse|poll) answers 404.*#not-rollcall$/)
  })

  test('a version that is empty: the application works, and one line says what to do', async () => {
    answer = (request, response) => response.end(clientPage('', { more: 'window.works = true' }))
    await page.goto(site.url)
    await page.waitForFunction(() => window.works)
    assert.equal((await page.evaluate(() => window.client.state)).problem.code, 'version')
    assert.match(said.join(), /#version$/)
  })

  describe('code that a deploy has removed', () => {
    const shop = (build, more = '') => clientPage(build, {
      body: `<a href="/shop/1?size=2">shop</a><p id="view"></p>`,
      // A router in a few lines: it imports the code of a page, then shows it.
      more: `
        const chunks = rollcall.recoverChunks(client)
        const show = async (url) => (await import('/assets/shop-' + '${build}' + '.js')).default(url)
        document.addEventListener('click', (event) => {
          if (!event.target.closest('a')) return
          event.preventDefault()
          show(event.target.href).then(() => history.pushState(null, '', event.target.href))
        })
        window.ready = location.pathname.startsWith('/shop') ? show(location.href).catch(() => 'failed') : true
        ${more}`,
    })
    let build, isBroken, loads

    beforeEach(async () => {
      build = 'build-1'
      isBroken = false
      loads = 0
      answer = (request, response, { pathname }) => {
        if (!pathname.startsWith('/assets/')) {
          loads++
          return response.end(shop(build))
        }
        if (isBroken || !pathname.includes(build)) return response.writeHead(404).end('gone')
        response.setHeader('Content-Type', 'text/javascript')
        response.end(`export default (url) => { document.querySelector('#view').textContent = '${build} at ' + url }`)
      }
      await page.goto(site.url)
      await page.waitForFunction(() => window.ready)
    })

    const view = (text) => page.waitForFunction((wanted) => document.querySelector('#view')?.textContent === wanted, text, { timeout: 30_000 })

    test('until then a link works as ever', async () => {
      await page.click('a')
      await view(`build-1 at ${site.url}/shop/1?size=2`)
      assert.equal(loads, 1)
    })

    test('then the address of the link is loaded with the new build, and the way back leads back', async () => {
      build = 'build-2'
      await page.click('a')
      await view(`build-2 at ${site.url}/shop/1?size=2`)
      assert.equal(page.url(), `${site.url}/shop/1?size=2`)
      await page.goBack({ waitUntil: 'commit' })
      assert.equal(page.url(), `${site.url}/`)
    })

    test('code that is really missing causes no loop', async () => {
      isBroken = true
      await Promise.all([page.waitForURL('**/shop/1*'), page.click('a')])
      assert.equal(await page.evaluate(() => window.ready), 'failed')
      const before = loads
      await page.click('a')
      await page.evaluate(() => import('/assets/none.js').catch(() => {}))
      assert.equal(loads, before)
    })

    test('without a network the page stays', async () => {
      build = 'build-2'
      await context.setOffline(true)
      await page.click('a')
      await page.evaluate(() => fetch('/').catch(() => {}))
      assert.equal(page.url(), `${site.url}/`)
      await context.setOffline(false)
      await page.click('a')
      await view(`build-2 at ${site.url}/shop/1?size=2`)
    })
  })

  describe('unsaved work', () => {
    beforeEach(async () => {
      answer = (request, response) => response.end(clientPage('build-1', {
        body: '<form><input name="name"><textarea></textarea><button>Save</button></form>',
        options: 'beforeReload: rollcall.guardForms(), askAlways: true',
      }))
      await page.goto(`${site.url}/form`)
      await clientConnected(page)
    })

    const reloadAll = () => admin(server, 'commands', { action: 'reload', target: { route: '/form' } })
    const phase = (wanted) => page.waitForFunction((expected) => window.client.state.reload?.phase === expected, wanted, { timeout: 30_000 })

    test('a form in which the person types delays the reload until the changes are undone', async () => {
      await page.locator('textarea').pressSequentially('ab')
      await reloadAll()
      await phase('deferred')
      assert.equal(await page.locator('textarea').inputValue(), 'ab')
      assert.match(await page.evaluate(() => window.rollcall.messageOf(window.client.state)), /save/)
      const loaded = page.waitForEvent('load')
      await page.locator('textarea').press('Backspace')
      await page.locator('textarea').press('Backspace')
      await loaded
    })

    test('the button warns first, and obeys when it is pressed again', async () => {
      await page.locator('input').pressSequentially('Ann')
      await page.evaluate(() => window.client.reload())
      await phase('deferred')
      await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.client.reload())])
    })

    test('a form that nobody has touched does not delay the reload', async () => {
      await Promise.all([page.waitForEvent('load'), reloadAll()])
    })
  })

  test('the same module loaded again, as by a hot update, opens no second connection', async () => {
    answer = (request, response) => response.end(clientPage('build-1', { more: `
      window.same = [1, 2, 3].every(() => rollcall.createRollcall({ version: 'build-1' }) === client)` }))
    await page.goto(`${site.url}/hot`)
    await clientConnected(page)
    assert.equal(await page.evaluate(() => window.same), true)
    assert.equal((await admin(server, 'stats')).total, 1)
  })

  test("route: 'hash' reports the path in the fragment and follows it", async () => {
    answer = (request, response) => response.end(clientPage('build-1', { options: "route: 'hash'" }))
    await page.goto(`${site.url}/app/#/shop/caf%C3%A9`)
    await clientConnected(page)
    await untilRoutes('/shop/café')
    await page.evaluate(() => (location.hash = '#/basket?x=1'))
    await untilRoutes('/basket')
    await clientState(page, { route: '/basket' })
  })
})
