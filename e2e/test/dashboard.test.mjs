// SPDX-License-Identifier: Apache-2.0
// Tests the dashboard as people use it: by eye, by keyboard, by screen reader.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { until } from '../lib/app.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { House } from '../lib/house.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const browser = await launchChromium()
after(() => browser?.close())

describe('the dashboard', { skip: !browser, timeout: 300_000 }, () => {
  let house, site, person, dashboard

  beforeEach(async () => {
    house = await House.open(browser)
    ;({ site, person, dashboard } = house)
  })

  afterEach(() => house?.close())

  test('a wrong secret is refused and the right one accepted; scripts cannot read the session; signing out ends it', async () => {
    const { page } = dashboard
    await dashboard.signIn('not-the-secret')
    await page.getByRole('alert').filter({ hasText: /secret/i }).waitFor()
    dashboard.expects(/401/)
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    assert.equal(await page.evaluate(() => document.cookie.includes('rollcall_session')), false)
    await page.reload()
    await dashboard.live()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor()
    const cookies = await page.context().cookies()
    assert.ok(!cookies.some(({ name }) => name === 'rollcall_session'))
    await page.reload()
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor()
  })

  test('it shows live who is here: a tab that opens, moves and leaves', async () => {
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await dashboard.total(0) // It only watches, and counts nowhere itself.
    const shop = await person.open('/shop')
    site.build = 'build-0'
    const cart = await person.open('/cart')
    await dashboard.total(2)
    await page.getByRole('img', { name: /Share of each version: .*50/ }).waitFor()
    await dashboard.show('Tabs')
    const connections = page.getByRole('table', { name: 'Connections' })
    await connections.getByRole('row', { name: /\/shop build-1 websocket/ }).waitFor()
    await connections.getByRole('row', { name: /\/cart build-0 ahead websocket/ }).waitFor()
    await shop.evaluate(() => window.app.client.setRoute('/checkout?coupon=SECRET'))
    await connections.getByRole('row', { name: /\/checkout build-1/ }).waitFor()
    assert.ok(!(await page.content()).includes('SECRET'), 'S11: no query strings from users')
    await cart.close()
    await page.getByText('1 to 1 of 1 tab').waitFor()
    await page.getByLabel('Route', { exact: true }).last().fill('/shop')
    await connections.getByRole('row', { name: /\/checkout/ }).waitFor({ state: 'detached' })
    await page.getByLabel('Route', { exact: true }).last().fill('/check')
    await connections.getByRole('row', { name: /\/checkout/ }).waitFor()
  })

  test('announcing a version asks for confirmation with the number of tabs, and is listed with the actor', async () => {
    const tab = await person.open('/a')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    const form = page.getByRole('form', { name: 'Announce a version' })
    await form.getByLabel('Version').fill('build-2')
    await form.getByText('Reaches 1 tab now').waitFor()
    await form.getByRole('button', { name: 'Announce…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Announce to 1 tab' }).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await tab.evaluate(() => window.app.client.state.isOutdated), false)
    await form.getByRole('button', { name: 'Announce…' }).click()
    await dialog.getByRole('button', { name: /^Announce/ }).click()
    await form.getByRole('status', { name: 'Result' }).filter({ hasText: /\d/ }).waitFor()
    await until(tab, () => window.app.client.state.serverVersion === 'build-2' && window.app.client.state.isOutdated)
    await form.getByText('Already current').waitFor()
    await dashboard.show('Audit')
    await page.getByRole('listitem').filter({ hasText: /admin-secret announced build-2/ }).waitFor()
    await dashboard.live()
  })

  test('the matches of a regular expression are counted before anything happens, and only those tabs reload', async () => {
    const post = await person.open('/blog/7')
    const other = await person.open('/blog/about')
    let reloads = 0
    other.on('load', () => reloads++)
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await page.getByText('Reload tabs', { exact: true }).click()
    const form = page.getByRole('form', { name: 'Reload tabs' })
    await form.getByLabel('Match').selectOption('regex')
    await form.getByLabel('Route').fill('^/blog/(')
    await form.getByRole('alert').waitFor()
    await form.getByLabel('Route').fill('^/blog/[0-9]+$')
    await form.getByText('Reaches 1 tab now').waitFor()
    await form.getByRole('button', { name: 'Reload…' }).click()
    await Promise.all([post.waitForEvent('load'), page.getByRole('dialog').getByRole('button', { name: /^Reload/ }).click()])
    await form.getByRole('status', { name: 'Result' }).filter({ hasText: /1 tab/ }).waitFor()
    assert.equal(reloads, 0)
    dashboard.expects(/400/)
  })

  test('a message of the application reaches its target', async () => {
    const tab = await person.open('/a')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await page.getByText('Send a message', { exact: true }).click()
    const form = page.getByRole('form', { name: 'Send a message' })
    await form.getByLabel('Route').fill('/a')
    await form.getByLabel('Message type').fill('notice')
    await form.getByLabel(/More fields/).fill('{"text": "<b>Maintenance</b>"}')
    await form.getByText('Reaches 1 tab now').waitFor()
    await form.getByRole('button', { name: 'Send…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^Send/ }).click()
    await until(tab, () => window.app.messages.some(({ type, text }) => type === 'notice' && text === '<b>Maintenance</b>'))
  })

  test('a read-only secret shows everything and allows no commands', async () => {
    await dashboard.signIn(House.READ_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await page.getByText(/signed in without the right to/).waitFor()
    assert.equal(await page.getByRole('form', { name: 'Announce a version' }).count(), 0)
    await dashboard.show('Waves')
    await page.getByText(/signed in without the right to/).waitFor()
    assert.equal(await page.getByRole('form').count(), 0)
  })

  test('a token is made, shown once, valid, and revoked; people who may not administer see none', async () => {
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await dashboard.show('Access')
    const { page } = dashboard
    const form = page.getByRole('form', { name: 'New token' })
    await form.getByLabel('Name').fill('ci-shop')
    await form.getByLabel(/reload: make tabs/).check()
    await form.getByLabel(/Only tabs on these routes/).fill('/shop/**')
    await form.getByRole('button', { name: 'Make token' }).click()
    const made = page.getByRole('status', { name: 'The new token' })
    const token = (await made.getByText(/^rct_/).textContent()).trim()
    await dashboard.accessible(AXE)
    const ask = () => fetch(`${house.server.url}/__skew/admin/stats`, { headers: { Authorization: `Bearer ${token}` } })
    assert.equal((await ask()).status, 200)
    await made.getByRole('button', { name: 'I have kept it' }).click()
    await made.waitFor({ state: 'detached' })
    assert.ok(!(await page.content()).includes(token), 'it is nowhere on the page any more')
    await page.getByRole('row', { name: /ci-shop read, reload on \/shop\/\*\*.*by admin-secret.*until/ }).waitFor()
    await page.getByRole('button', { name: 'Revoke… ci-shop' }).click()
    await page.getByRole('dialog', { name: 'Revoke ci-shop?' }).getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('row', { name: /ci-shop .* revoked by admin-secret/ }).waitFor()
    assert.equal((await ask()).status, 401)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await dashboard.signIn(House.READ_SECRET)
    await dashboard.live()
    await page.getByText(/sign in with an admin secret/).waitFor()
    assert.equal(await page.getByRole('form').count(), 0)
  })

  test('by keyboard only: sign in, announce, confirm', async () => {
    await person.open('/a')
    const { page } = dashboard
    await page.getByLabel('Admin secret').waitFor()
    await page.keyboard.type(ADMIN_SECRET)
    await page.keyboard.press('Enter')
    await dashboard.live()
    await dashboard.tabTo('Version')
    await page.keyboard.type('build-2')
    await page.getByRole('form', { name: 'Announce a version' }).getByText('Reaches 1 tab now').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await dashboard.tabTo(/^Announce/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await dashboard.tabTo('Audit')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === 'Audit')
    await page.getByRole('listitem').filter({ hasText: /announced build-2/ }).waitFor()
  })

  test('it shows since when the server is gone; a restarted server asks to sign in, says why, and shows the same view again', async () => {
    const { page } = dashboard
    await page.goto(`${site.url}/__skew/dashboard/#route=%2Fcart&range=15m`)
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await house.restart(async () => {
      await page.getByRole('alert').filter({ hasText: /Connection lost since/ }).waitFor()
      await page.waitForFunction(() => document.title.startsWith('Connection lost'))
    })
    await page.getByRole('alert').filter({ hasText: /server restarted/ }).waitFor()
    dashboard.expects(/./)
    await page.reload()
    await page.getByRole('alert').filter({ hasText: /server restarted/ }).waitFor()
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    assert.equal(await page.getByLabel('Route', { exact: true }).last().inputValue(), '/cart')
    await dashboard.show('Live')
    assert.ok(await page.getByRole('radio', { name: '15 min' }).isChecked())
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}: fits at 320 pixels and at 4k, and breaks no accessibility rule`, async () => {
      await person.open('/a')
      const other = await Dashboard.open(browser, site.url, { colorScheme })
      try {
        await other.accessible(AXE)
        await other.signIn(ADMIN_SECRET)
        await other.live()
        for (const name of ['Live', 'Releases', 'Tabs', 'Waves', 'Audit', 'Access']) {
          await other.show(name)
          for (const width of [320, 768, 1280, 3840]) {
            await other.page.setViewportSize({ width, height: 900 })
            const wide = await other.page.evaluate(() => document.documentElement.scrollWidth)
            assert.ok(wide <= width, `${name}: ${wide} pixels wide at ${width}`)
            await other.accessible(AXE)
          }
        }
        assert.deepEqual(other.said(), [])
      } finally {
        await other.close()
      }
    })
  }
})

describe('the link that a server without a secret prints', { skip: !browser, timeout: 120_000 }, () => {
  test('signs in once, and leaves no trace in the address', async () => {
    const server = await startServer([], 0, { adminSecret: null })
    const dashboards = []
    try {
      const [, path] = await server.line(/http:\/\/\S+(\/__skew\/dashboard\/#link=\S+)/)
      const address = server.url + path
      dashboards.push(await Dashboard.open(browser, server.url, { address }))
      await dashboards[0].live()
      assert.equal(dashboards[0].page.url(), `${server.url}/__skew/dashboard/`)
      dashboards.push(await Dashboard.open(browser, server.url, { address }))
      await dashboards[1].page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor()
      await dashboards[1].page.getByRole('alert').waitFor()
      assert.equal(dashboards[1].page.url(), `${server.url}/__skew/dashboard/`)
    } finally {
      for (const dashboard of dashboards) await dashboard.close()
      await server.stop()
    }
  })
})
