// SPDX-License-Identifier: Apache-2.0
// Tests the real examples/spring-boot-vue: its jar, its front end, Spring Security, and CI with curl.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../lib/chromium.mjs'
import { accessible } from '../lib/dashboard.mjs'
import { connected, rows, Shop, Visitor } from '../lib/shop.mjs'

const require = createRequire(import.meta.url)
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const AXIOS = fileURLToPath(new URL('../node_modules/axios/dist/esm/axios.js', import.meta.url)) // no entry of the package exports it
const REQUESTS = fileURLToPath(new URL('../../client/dist/requests.js', import.meta.url))
const NEWS = /^There is a new version of this shop/

const browser = await launchChromium()
after(() => browser?.close())

describe('a Spring Boot application with a Vue front end', { skip: !browser, timeout: 240_000 }, () => {
  let shop, admin, guest
  // Tabs, in the order of opening.
  let desk, teas, checkout, about, dashboard

  before(async () => {
    shop = await Shop.start()
    admin = await Visitor.to(shop, browser)
    guest = await Visitor.to(shop, browser)
  })

  after(async () => {
    const said = [admin, guest].flatMap((visitor) => visitor?.said ?? [])
    await Promise.all([admin?.leave(), guest?.leave()])
    await shop?.stop()
    assert.deepEqual(said.filter((text) => !/40[19]|ERR_CONNECTION|WebSocket/.test(text)), [], 'the consoles are clean')
  })

  const news = (page) => page.getByText(NEWS)
  const rollout = (page, text) => page.getByRole('status', { name: 'Rollout' }).filter({ hasText: text }).waitFor()

  test('the current version is that of the front end in the jar', async () => {
    const [, version, source] = await shop.line(/Current version: (\S+) \(from (\S+)\)/)
    assert.deepEqual([version, source], ['build-1', 'static/builds/latest.json'])
  })

  test('a visitor who is not signed in is sent to the login page, and the tab gets no stats however it asks', async () => {
    const stranger = await Visitor.to(shop, browser)
    try {
      const page = await stranger.open('/admin')
      assert.equal(new URL(page.url()).pathname, '/login')
      const answer = await page.evaluate(
        () =>
          new Promise((resolve) => {
            const socket = new WebSocket('/__skew/ws?version=build-1')
            socket.onopen = () => socket.send('{"type":"subscribe-stats"}')
            socket.onmessage = ({ data }) => /stats/.test(data) && resolve(JSON.parse(data))
          }),
      )
      assert.deepEqual(answer, { type: 'stats-unauthorized' })
      assert.equal((await page.request.get(`${shop.url}/actuator/rollcall`)).status(), 401)
    } finally {
      await stranger.leave()
    }
  })

  test('a wrong password is reported; a user without the role sees only a note about it, and cannot command', async () => {
    const user = await Visitor.to(shop, browser)
    try {
      const page = await user.signIn('user', 'not-the-password')
      await page.getByRole('alert').filter({ hasText: /Wrong name or password/ }).waitFor()
      await page.getByLabel('Password').fill('e2e-user-password')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('You are not authorized to see this.').waitFor()
      await page.getByText('You are signed in as user, without the role ADMIN.').waitFor()
      assert.equal(await page.getByRole('table').count(), 0)
      const status = await page.evaluate(async () => {
        const [, token] = document.cookie.match(/XSRF-TOKEN=([^;]+)/)
        const headers = { 'X-XSRF-TOKEN': token, 'Content-Type': 'application/json' }
        const answer = await fetch('/api/admin/announce', { method: 'POST', headers, body: '{"version":"build-9"}' })
        return answer.status
      })
      assert.equal(status, 403)
    } finally {
      await user.leave()
    }
  })

  test('the admin sees tabs arrive, by version and page, with the user who is signed in', async () => {
    desk = await admin.signIn('admin')
    await rollout(desk, '1 tab open, 1 on build-1 (100 %)')
    teas = await guest.open('/shop')
    checkout = await guest.open('/checkout')
    about = await guest.open('/about')
    await rollout(desk, '4 tabs open, 4 on build-1 (100 %)')
    await rows(desk, 'Versions', [/^build-1 current 4$/])
    await rows(desk, 'Pages', [/^\/about 1 /, /^\/admin 1 /, /^\/checkout 1 /, /^\/shop 1 /])
    await rows(desk, 'Tabs', [/^\/admin build-1 admin, this tab websocket/, /^\/shop build-1 guest/, /^\/checkout build-1 guest/, /^\/about build-1 guest/])
  })

  test('a navigation inside the front end moves the tab', async () => {
    await about.getByRole('link', { name: 'Teas' }).click()
    await rows(desk, 'Pages', [/^\/shop 2 /, /^\/admin 1 /, /^\/checkout 1 /])
  })

  test('CI announces the next version with curl: every tab shows it, none reloads', async () => {
    await teas.getByRole('button', { name: 'Add Sencha to the basket' }).click()
    shop.publish('build-2')
    assert.equal((await shop.ci('releases', { version: 'build-2' }, 'not-the-secret')).status, 401)
    const { status, body } = await shop.ci('releases', { version: 'build-2' })
    assert.deepEqual([status, body.matched], [200, 4])
    for (const page of [desk, teas, checkout, about]) await news(page).filter({ hasText: 'build-2' }).waitFor()
    await rollout(desk, '4 tabs open, 0 on build-2 (0 %)')
    await rows(desk, 'Versions', [/^build-1 4$/, /^build-2 current 0$/])
    for (const page of [teas, checkout, about]) await connected(page, 'build-1')
  })

  test('a click on Reload moves the tab to it, and the admin sees it move', async () => {
    await Promise.all([teas.waitForEvent('load'), teas.getByRole('button', { name: 'Reload' }).click()])
    await connected(teas, 'build-2')
    assert.equal(await news(teas).count(), 0)
    await rollout(desk, '4 tabs open, 1 on build-2 (25 %)')
    await rows(desk, 'Versions', [/^build-1 3$/, /^build-2 current 1$/])
    await rows(desk, 'Tabs', [/^\/admin build-1/, /^\/checkout build-1/, /^\/shop build-1/, /^\/shop build-2/])
  })

  test('a tab that stays on the old version still gets its own files', async () => {
    await about.getByRole('button', { name: 'Later' }).click()
    await news(about).waitFor({ state: 'detached' })
    await about.getByRole('link', { name: 'About' }).click()
    await about.getByText('This page was built as build-1.').waitFor()
    await rows(desk, 'Pages', [/^\/about 1 /, /^\/admin 1 /, /^\/checkout 1 /, /^\/shop 1 /])
  })

  test('two tabs of one browser order at once, by fetch and by axios: the server takes neither build for the other', async () => {
    const modules = [shop.serve('test/requests.js', REQUESTS), shop.serve('test/axios.js', AXIOS)]
    const order = (page, build) => page.evaluate(orderMany, { modules, build, times: 100 })
    const [old, fresh] = await Promise.all([order(about, 'build-1'), order(teas, 'build-2')])
    assert.deepEqual(old, { byFetch: { 409: 100 }, byAxios: { 409: 100 }, byAddress: { 409: 1 } })
    assert.deepEqual(fresh, { byFetch: { 201: 100 }, byAxios: { 201: 100 }, byAddress: { 201: 1 } })
  })

  test('the server accepts no order from an outdated page; after the reload it does, with the same basket and name', async () => {
    // Chromium draws a background tab only once a second, and Playwright waits for that before it clicks.
    await checkout.bringToFront()
    await checkout.getByRole('cell', { name: 'Sencha' }).waitFor()
    await checkout.getByLabel('Your name').fill('Ann')
    await checkout.getByRole('button', { name: 'Place the order' }).click()
    const alert = checkout.getByRole('alert').filter({ hasText: 'Prices may have changed' })
    await Promise.all([checkout.waitForEvent('load'), alert.getByRole('button', { name: 'Reload' }).click()])
    await connected(checkout, 'build-2')
    await checkout.getByRole('button', { name: 'Place the order' }).click()
    await checkout.getByText(/Thank you, Ann. Your order is number \d+/).waitFor()
  })

  test('when the last tab has moved, the admin sees 100 % and the log says so', async () => {
    await Promise.all([about.waitForEvent('load'), about.reload()])
    await Promise.all([desk.waitForEvent('load'), desk.getByRole('button', { name: 'Reload', exact: true }).first().click()])
    await rollout(desk, '4 tabs open, 4 on build-2 (100 %)')
    await rows(desk, 'Versions', [/^build-2 current 4$/])
    await shop.line(/No tab is left on build-1 or any other version than build-2/)
    const { body } = await shop.ci('stats')
    assert.deepEqual(body.versions, { 'build-2': 4 })
  })

  test("the buttons of the admin page reload the tabs on one page, and no others, and announce a version", async () => {
    let others = 0
    for (const page of [teas, checkout]) page.on('load', () => others++)
    await Promise.all([about.waitForEvent('load'), desk.getByRole('button', { name: 'Reload 1 tab on /about' }).click()])
    await desk.getByRole('status', { name: 'Result' }).filter({ hasText: 'Reloading 1 tab on /about.' }).waitFor()
    await connected(about, 'build-2')
    await desk.getByLabel('Announce a version').fill('build-3')
    await desk.getByRole('button', { name: 'Announce' }).click()
    await desk.getByRole('status', { name: 'Result' }).filter({ hasText: 'build-3 is current; 4 tabs notified.' }).waitFor()
    for (const page of [teas, checkout, about]) await news(page).filter({ hasText: 'build-3' }).waitFor()
    assert.equal(others, 0)
  })

  test('the built-in dashboard is open to the admin by the login of the shop, and its audit list has their name', async () => {
    dashboard = await admin.dashboard()
    await dashboard.getByText('Live over').or(dashboard.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Live' })).first().waitFor()
    await dashboard.getByLabel('Version', { exact: true }).first().fill('build-4')
    await dashboard.getByRole('button', { name: /^Announce/ }).click()
    await dashboard.getByRole('dialog').getByRole('button', { name: /^Announce/ }).click()
    await news(teas).filter({ hasText: 'build-4' }).waitFor()
    await dashboard.getByRole('link', { name: 'Audit' }).click()
    await dashboard.getByRole('listitem').filter({ hasText: /admin announced build-4/ }).waitFor()
  })

  test('signing out leads to the shop; the dashboard ends in the other tab, and the admin page asks to sign in again', async () => {
    await desk.getByRole('button', { name: 'Sign out' }).click()
    await desk.getByRole('heading', { name: 'Teas' }).waitFor()
    await dashboard.getByText('You are no longer signed in to the application').waitFor()
    await dashboard.getByRole('link', { name: 'Sign in with your account' }).waitFor()
    await desk.goto(`${shop.url}/admin`)
    await desk.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}: fits at 320 pixels and at 4k, and breaks no accessibility rule`, async () => {
      const visitor = await Visitor.to(shop, browser, { colorScheme })
      try {
        const page = await visitor.signIn('admin')
        await rollout(page, /tabs? open/)
        const { body } = await shop.ci('releases', { version: `${colorScheme}-1` })
        assert.equal(body.ok, true)
        for (const [path, there] of [['/admin', 'Who is here'], ['/shop', 'Teas'], ['/checkout', 'Checkout'], ['/login', 'Sign in']]) {
          await page.goto(shop.url + path)
          await page.getByRole('heading', { name: there, exact: true }).waitFor()
          await news(page).waitFor()
          for (const width of [3840, 1280, 320]) {
            await page.setViewportSize({ width, height: 900 })
            const wide = await page.evaluate(() => document.documentElement.scrollWidth)
            assert.ok(wide <= width, `${path}: ${wide} pixels wide at ${width}`)
          }
          await accessible(page, AXE)
        }
      } finally {
        await visitor.leave()
      }
    })
  }
})

/**
 * Runs in a page: orders many times, and before each order puts the page's build into the cookie that all tabs share. Returns
 * how often the server answered with which status.
 */
async function orderMany({ modules, build, times }) {
  const [{ axiosVersion, versionedFetch, versionedUrl }, { default: axios }] = await Promise.all(modules.map((path) => import(path)))
  const order = { name: 'Ann', basket: { mint: 1 } }
  const [, token] = document.cookie.match(/XSRF-TOKEN=([^;]+)/)
  const headers = { 'X-XSRF-TOKEN': token, 'Content-Type': 'application/json' }
  const body = JSON.stringify(order)
  const send = versionedFetch(build)
  const http = axios.create({ headers, validateStatus: null })
  http.interceptors.request.use(axiosVersion(build))
  const count = async (howOften, ask) => {
    const statuses = {}
    for (let i = 0; i < howOften; i++) {
      document.cookie = `__nkpv=${build}; Path=/; SameSite=Lax`
      const { status } = await ask()
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    return statuses
  }
  return {
    byFetch: await count(times, () => send('/api/orders', { method: 'POST', headers, body })),
    byAxios: await count(times, () => http.post('/api/orders', order)),
    byAddress: await count(1, () => fetch(versionedUrl(build, '/api/orders'), { method: 'POST', headers, body })),
  }
}
