// SPDX-License-Identifier: Apache-2.0
// Tests the page of the dashboard from which waves are given: composed, confirmed, watched, aborted.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { Crowd } from '../lib/crowd.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { House } from '../lib/house.mjs'
import { ADMIN_SECRET } from '../lib/server.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Returns the newest wave on the page. */
const newest = (page) => page.getByRole('article').first()

/** Returns the row of a place in the newest wave, with this number of tabs. */
const place = (page, name, count) => newest(page).getByRole('row', { name: new RegExp(`^${name} ${count} `) })

const browser = await launchChromium()
after(() => browser?.close())

describe('a wave from the dashboard', { skip: !browser, timeout: 300_000 }, () => {
  let house, server, site, person, dashboard, crowd

  beforeEach(async () => {
    house = await House.open(browser)
    ;({ server, site, person, dashboard } = house)
    crowd = new Crowd(server.url)
  })

  afterEach(async () => {
    crowd?.leave()
    await house?.close()
  })

  /** Signs in and goes to the waves. */
  async function atWaves() {
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await dashboard.show('Waves')
    return { page: dashboard.page, form: dashboard.page.getByRole('form', { name: 'New wave' }) }
  }

  test('is said in words before it happens, and watched until every tab has come back', async () => {
    const tabs = [await person.open('/cart'), await person.open('/cart/pay')]
    await person.open('/shop')
    const { page, form } = await atWaves()
    await form.getByLabel('Route').fill('/cart')
    await form.getByLabel('Minutes', { exact: true }).fill('0.05')
    await form.getByLabel('Minutes for unsaved work').fill('5')
    await form
      .getByText('2 of 3 tabs (tabs on routes that begin with /cart) will reload, one after the other over 3 seconds; a tab with unsaved work has until 5 minutes after it was asked. It stops if more than 5 % do not come back.')
      .waitFor()
    await form.getByRole('button', { name: 'Reload 2 tabs…' }).click()
    await page.getByRole('dialog').getByText(/one after the other over 3 seconds/).waitFor()
    assert.equal(await newest(page).count(), 0, 'nothing happens before it is confirmed')
    const reloaded = tabs.map((tab) => tab.waitForEvent('load'))
    await page.getByRole('dialog').getByRole('button', { name: 'Reload 2 tabs' }).click()
    await form.getByRole('status', { name: 'Result' }).filter({ hasText: 'The wave has begun: 2 tabs, over 3 seconds.' }).waitFor()
    await newest(page).getByText('Running', { exact: true }).waitFor()
    await Promise.all(reloaded)
    await place(page, 'Returned', 2).waitFor()
    await newest(page).getByText('build-1 2').waitFor()
    await newest(page).getByText('Done', { exact: true }).waitFor()
    await newest(page).getByText(/Given by admin-secret at .*; over 3 seconds, unsaved work may wait 5 minutes, stops above 5 % lost\./).waitFor()
    assert.equal(await newest(page).getByRole('button', { name: 'Abort…' }).count(), 0)
  })

  test('begins with the tabs that somebody looks at', async () => {
    await person.open('/cart')
    await person.open('/shop')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await dashboard.show('Tabs')
    await page.getByRole('table', { name: 'Connections' }).getByRole('button', { name: '/cart' }).click()
    await page.getByRole('button', { name: 'Reload these…' }).click()
    await page.getByText(/^1 of 2 tabs \(tabs on the route \/cart\) will reload/).waitFor()
    assert.match(page.url(), /#\/waves$/)
  })

  test('shows who defers, and until when', async () => {
    await person.open('/cart', { defer: true })
    const { page, form } = await atWaves()
    await form.getByLabel('All at once').check()
    await form.getByLabel('Minutes for unsaved work').fill('5')
    await form.getByRole('button', { name: 'Reload 1 tab…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reload 1 tab' }).click()
    await place(page, 'Deferred', 1).filter({ hasText: /reloads at .* at the latest/ }).waitFor()
    await newest(page).getByText('Every tab has been asked.').waitFor()
  })

  test('announces a version and reloads the tabs on others', async () => {
    const tab = await person.open('/cart')
    const { page, form } = await atWaves()
    await form.getByLabel(/A version is announced/).check()
    await form.getByLabel('Version to announce').fill('build-2')
    await form.getByLabel('All at once').check()
    await form.getByText('build-2 becomes the current version, and every tab is notified. The only tab (those on other versions) will reload at once;').waitFor()
    site.build = 'build-2'
    await form.getByRole('button', { name: 'Announce and reload 1 tab…' }).click()
    await Promise.all([tab.waitForEvent('load'), page.getByRole('dialog').getByRole('button', { name: /^Announce and reload/ }).click()])
    await place(page, 'Returned', 1).waitFor()
    await newest(page).getByText('build-2 1').waitFor()
    await page.getByRole('article', { name: /^Announce build-2/ }).waitFor()
  })

  test('to many tabs asks for their number; aborted, it says how many were let off', async () => {
    await crowd.open(120, { version: 'build-1', route: '/shop' })
    const { page, form } = await atWaves()
    await form.getByLabel('Minutes', { exact: true }).fill('1000')
    await form.getByRole('button', { name: 'Reload 120 tabs…' }).click()
    const dialog = page.getByRole('dialog')
    const go = dialog.getByRole('button', { name: 'Reload 120 tabs' })
    assert.ok(await go.isDisabled())
    await page.keyboard.type('12')
    assert.ok(await go.isDisabled())
    await page.keyboard.type('0')
    await dashboard.accessible(AXE)
    await go.click()
    await newest(page).getByText('Running', { exact: true }).waitFor()
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width)
      await dashboard.accessible(AXE)
    }
    await newest(page).getByRole('button', { name: 'Abort…' }).click()
    await dialog.getByLabel(/Reason/).fill('the checkout is broken')
    await dialog.getByRole('button', { name: /^Abort, and let 1\d\d tabs off/ }).click()
    await newest(page).getByRole('status', { name: 'Result' }).filter({ hasText: /^Aborted: 1\d\d tabs were let off\.$/ }).waitFor()
    await newest(page).getByText('Aborted by admin-secret: The checkout is broken.').waitFor()
    await place(page, 'Aborted', '1\\d\\d').waitFor()
  })

  test('and the command panel: a reload that reaches more tabs than it was asked about is asked again, with their number', async () => {
    await crowd.open(90, { version: 'build-1', route: '/shop' })
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await page.getByText('Reload tabs', { exact: true }).click()
    const form = page.getByRole('form', { name: 'Reload tabs' })
    await form.getByText('Reaches 90 tabs now').waitFor()
    await form.getByRole('button', { name: 'Reload…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Reload 90 tabs' }).waitFor()
    await crowd.open(30, { version: 'build-1', route: '/shop' })
    dashboard.expects(/409/)
    await dialog.getByRole('button', { name: 'Reload 90 tabs' }).click()
    await dialog.getByRole('alert').filter({ hasText: 'Nothing was sent: by now this would reload 120 tabs.' }).waitFor()
    await dialog.getByLabel(/type how many reload/).fill('120')
    await dialog.getByRole('button', { name: 'Reload 120 tabs' }).click()
    await form.getByRole('status', { name: 'Result' }).filter({ hasText: 'Reloading 120 tabs.' }).waitFor()
    // Such tabs do not report what they do, like those of 1.x.
    await dashboard.show('Waves')
    await newest(page).getByText(/^0 of 120 tabs returned/).waitFor()
  })

  test('by keyboard only: go there, compose, confirm, abort', async () => {
    await crowd.open(3, { version: 'build-1', route: '/shop' })
    const { page } = dashboard
    await page.getByLabel('Admin secret').waitFor()
    await page.keyboard.type(ADMIN_SECRET)
    await page.keyboard.press('Enter')
    await dashboard.live()
    await dashboard.tabBackTo('Waves')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === 'Waves')
    await dashboard.tabTo('Route')
    await page.keyboard.type('/shop')
    await page.getByRole('button', { name: 'Reload 3 tabs…' }).waitFor()
    await dashboard.tabTo('Reload 3 tabs…')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await dashboard.tabTo('Reload 3 tabs')
    await page.keyboard.press('Enter')
    await newest(page).getByText('Running', { exact: true }).waitFor()
    await dashboard.tabTo('Abort…')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Abort this wave?' }).waitFor()
    await dashboard.tabTo(/^Abort/)
    await page.keyboard.press('Enter')
    await newest(page).getByText('Aborted', { exact: true }).first().waitFor()
  })

  test('with a person’s own colours, the places can be told apart', async () => {
    await crowd.open(3, { version: 'build-1', route: '/shop' })
    const own = await Dashboard.open(browser, site.url, { forcedColors: 'active' })
    try {
      await own.signIn(ADMIN_SECRET)
      await own.live()
      await own.show('Waves')
      const form = own.page.getByRole('form', { name: 'New wave' })
      await form.getByRole('button', { name: 'Reload 3 tabs…' }).click()
      await own.page.getByRole('dialog').getByRole('button', { name: 'Reload 3 tabs' }).click()
      await place(own.page, 'Waiting', 3).waitFor()
      const grounds = await own.page.evaluate(() => {
        const element = document.querySelector('.place')
        return ['returned', 'unchanged', 'gone', 'deferred', 'waiting', 'reloading'].map((name) => {
          element.dataset.place = name
          const { backgroundColor, backgroundImage } = getComputedStyle(element)
          return `${backgroundColor} ${backgroundImage}`
        })
      })
      assert.equal(new Set(grounds).size, grounds.length)
      await own.accessible(AXE)
    } finally {
      await own.close()
    }
  })
})
