// SPDX-License-Identifier: Apache-2.0
// Tests the unmodified client of nuxt-skew-protection, in a real browser, against Rollcall.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launchChromium, newContext } from '../../e2e/lib/chromium.mjs'
import { startServer } from '../../e2e/lib/server.mjs'
import { rollcallSettings, startNuxt, startProxy } from './start.mjs'

const browser = await launchChromium()
after(() => browser?.close())

for (const strategy of ['sse', 'ws']) {
  describe(`nuxt-skew-protection 1.3, ${strategy}`, { skip: !browser, timeout: 120_000 }, () => {
    let nuxt, rollcall, proxy, version, shopper, reader, admin
    const contexts = []

    /** Opens one tab on the page, in its own browser. */
    async function open(path, cookies = []) {
      const context = await newContext(browser)
      contexts.push(context)
      context.setDefaultTimeout(20_000)
      await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: proxy.url })))
      const page = await context.newPage()
      await page.goto(proxy.url + path)
      return page
    }

    before(async () => {
      nuxt = await startNuxt(strategy)
      version = nuxt.version
      rollcall = await startServer(rollcallSettings(version))
      proxy = await startProxy(nuxt.url, rollcall.url)
      shopper = await open('/shopping')
      reader = await open('/checkout?utm=mail#pay')
      admin = await open('/login')
      await admin.fill('input[name=password]', nuxt.adminPassword)
      await admin.click('button[type=submit]')
      await admin.waitForURL('**/admin')
    })

    after(async () => {
      await Promise.all(contexts.map((context) => context.close()))
      await rollcall?.stop()
      await nuxt?.stop()
      await proxy?.stop()
    })

    test('the logged-in admin is authorized and sees totals, versions, routes and its own id', async () => {
      await shows(admin, { total: 3, versions: { [version]: 3 }, routes: { '/shopping': 1, '/checkout': 1, '/admin': 1 } })
      assert.equal(await admin.textContent('#authorized'), 'true')
      const id = await admin.textContent('#your-id')
      assert.match(id, /\S/)
      const own = await admin.locator('#connections tr.you').evaluateAll((rows) => rows.map((row) => row.cells[0].innerText))
      assert.deepEqual(own, [id], 'yourId is the id of exactly one listed connection')
      const route = await admin.textContent('#connections tr.you td:last-child')
      assert.equal(route, '/admin')
    })

    test('a client-side navigation moves the tab to the other route', async () => {
      await shopper.click('a[href="/shopping/cart"]')
      await shopper.waitForURL('**/shopping/cart')
      await shows(admin, { total: 3, routes: { '/shopping/cart': 1, '/checkout': 1, '/admin': 1 } })
    })

    test('a tab that is not logged in is refused, but still counted', async () => {
      const stranger = await open('/admin')
      await stranger.waitForFunction(() => document.querySelector('#authorized')?.textContent === 'false')
      assert.equal(await stranger.locator('#total').count(), 0)
      await shows(admin, { total: 4, routes: { '/shopping/cart': 1, '/checkout': 1, '/admin': 2 } })
      await stranger.close()
      await shows(admin, { total: 3, routes: { '/shopping/cart': 1, '/checkout': 1, '/admin': 1 } })
    })

    test('a forged session cookie is refused', async () => {
      const stranger = await open('/admin', [['nuxt-session', `Fe26.2**${'0'.repeat(64)}*AAAA*AAAA**${'0'.repeat(64)}*AAAA`]])
      await stranger.waitForFunction(() => document.querySelector('#authorized')?.textContent === 'false')
      await stranger.close()
      await shows(admin, { total: 3 })
    })

    test('a closed tab is gone from the totals', async () => {
      await reader.close()
      await shows(admin, { total: 2, versions: { [version]: 2 }, routes: { '/shopping/cart': 1, '/admin': 1 } })
    })

    test('subscribing again after a client-side navigation back shows the latest state', async () => {
      await admin.click('a[href="/"]')
      await admin.waitForURL((url) => url.pathname === '/')
      await admin.click('a[href="/admin"]')
      await shows(admin, { total: 2, routes: { '/shopping/cart': 1, '/admin': 1 } })
    })
  })
}

/** Waits until the admin page shows exactly these figures. If it never does, the error says what the page shows. */
async function shows(page, expected) {
  try {
    await page.waitForFunction(figuresMatch, expected)
  } catch (error) {
    const shown = await page.locator('main').innerText()
    throw new Error(`expected ${JSON.stringify(expected)}, but the page shows:\n${shown}`, { cause: error })
  }
}

/** Runs in the page. */
function figuresMatch({ total, versions, routes }) {
  const counts = (id) =>
    Object.fromEntries([...document.querySelectorAll(`#${id} tr`)].map(({ cells }) => [cells[0].innerText, +cells[1].innerText]))
  const same = (actual, wanted) =>
    !wanted || JSON.stringify(Object.entries(actual).sort()) === JSON.stringify(Object.entries(wanted).sort())
  const shown = document.querySelector('#total')?.textContent
  return shown === String(total) && same(counts('versions'), versions) && same(counts('routes'), routes)
}
