// SPDX-License-Identifier: Apache-2.0
// Tests the demo as a newcomer sees it: a shop in two tabs, the dashboard, a deploy.

import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { ADMIN_SECRET, startDemo } from '../lib/server.mjs'

const browser = await launchChromium()
after(() => browser?.close())

describe('the demo', { skip: !browser, timeout: 240_000 }, () => {
  let server, context, dashboard
  const said = []

  const shop = async (path) => {
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()))
    page.on('pageerror', (error) => said.push(String(error)))
    await page.goto(server.url + path)
    await page.getByText(/^This tab: build v\d, connected/).waitFor()
    return page
  }

  beforeEach(async () => {
    server = await startDemo(40)
    context = await newContext(browser)
    const [, path] = await server.line(/Dashboard +http:\/\/[^/]+(\S+)/)
    dashboard = await Dashboard.open(browser, server.url, { address: server.url + path })
    await dashboard.live()
  })

  afterEach(async () => {
    const messages = [...said.splice(0), ...dashboard.said()]
    await dashboard.close()
    await context.close()
    await server.stop()
    assert.deepEqual(messages, [], 'the consoles are clean: no policy violation, no error')
  })

  test('its three links open, and the dashboard is live', async () => {
    const { page } = dashboard
    await page.getByRole('region', { name: 'Busiest routes' }).getByText('/catalogue', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'Transports' }).getByText('Polling').waitFor()
    const [, metrics] = await server.line(/Metrics +http:\/\/[^/]+(\S+)/)
    const answer = await context.request.get(server.url + metrics)
    assert.match(await answer.text(), /^rollcall_connections/m)
  })

  test('a deploy shows the prompt in every tab, and a tab that reloads runs the new build with its cart unchanged', async () => {
    const one = await shop('/')
    const two = await shop('/catalogue')
    await two.getByRole('link', { name: /mug/i }).click()
    await two.getByRole('button', { name: 'Add to cart' }).click()
    await two.getByRole('link', { name: /^Cart/ }).click()
    await two.getByRole('heading', { name: /cart/i }).waitFor()
    await dashboard.show('Tabs')
    await dashboard.page.getByRole('table', { name: 'Connections' }).getByText('/cart').first().waitFor()
    await dashboard.show('Live')
    await one.getByRole('button', { name: 'Deploy v2' }).click()
    for (const page of [one, two]) await page.getByText('A new version is here: v2.').waitFor()
    await one.getByRole('button', { name: 'Later' }).click()
    await one.getByText('A new version is here: v2.').waitFor({ state: 'hidden' })
    await Promise.all([two.waitForEvent('load'), two.getByRole('button', { name: 'Reload', exact: true }).click()])
    await two.getByText(/^This tab: build v2, connected/).waitFor()
    assert.equal(new URL(two.url()).pathname, '/cart')
    await two.getByText(/mug/i).first().waitFor()
    await dashboard.page.getByRole('region', { name: 'Versions' }).getByRole('row', { name: /v2 current/ }).waitFor()
    await dashboard.show('Audit')
    await dashboard.page.getByRole('listitem').filter({ hasText: /announced v2/ }).waitFor()
  })

  test('visitors move to the version that curl announces; a forced reload moves all but the tab with unsaved work', async () => {
    const page = await shop('/checkout')
    await page.getByLabel('Name').fill('Ann')
    assert.equal((await admin(server, 'releases', { version: 'v2', force: true })).ok, true)
    await page.getByText(/This page reloads for v2 when you are done with the form/).waitFor()
    await dashboard.page.getByRole('region', { name: 'Versions' }).getByRole('row', { name: /^v1 outdated 1 / }).waitFor()
    await page.getByLabel('Address').fill('1 Road')
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Place the order' }).click()])
    await page.getByText(/^This tab: build v2, connected/).waitFor()
  })
})

describe('the demo with 100,000 visitors', { skip: !browser, timeout: 240_000 }, () => {
  test('the dashboard shows them all, filters them, and counts a target before anything happens', async () => {
    const server = await startDemo(100_000)
    const dashboard = await Dashboard.open(browser, server.url)
    try {
      await dashboard.signIn(ADMIN_SECRET)
      await dashboard.live()
      const { page } = dashboard
      await page.getByRole('region', { name: /Tabs open now/ }).getByText(/^(9\d|10\d),\d{3}$/).waitFor({ timeout: 60_000 })
      const form = page.getByRole('form', { name: 'Announce a version' })
      await form.getByLabel('Version').fill('v2')
      await form.getByText(/^Reaches (9\d|10\d),\d{3} tabs now$/).waitFor()
      await dashboard.show('Tabs')
      const panel = page.getByRole('region', { name: 'Connections' })
      await panel.getByLabel('Route').fill('/catalogue') // where there are many at any time
      await panel.getByText(/^1 to 25 of [\d,]+ tabs/).waitFor()
      await panel.getByRole('button', { name: 'Next' }).click()
      await panel.getByText(/^26 to 50 of [\d,]+ tabs/).waitFor()
      assert.deepEqual(dashboard.said(), [])
    } finally {
      await dashboard.close()
      await server.stop()
    }
  })
})
