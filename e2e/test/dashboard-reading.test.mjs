// SPDX-License-Identifier: Apache-2.0
// Tests how the dashboard is read: its address, its colours, its files, on narrow screens and without a mouse.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { House } from '../lib/house.mjs'
import { ADMIN_SECRET } from '../lib/server.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Waits until the title of the page matches. */
function title(page, pattern) {
  return page.waitForFunction((source) => new RegExp(source).test(document.title), pattern.source)
}

/** Returns the colours in which each version is shown beside its name. */
async function colours(page) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('.version')]
      .map((element) => [element.querySelector('.name')?.textContent?.trim(), element.querySelector('.swatch')])
      .filter(([name, swatch]) => name && swatch)
      .map(([name, swatch]) => [name, getComputedStyle(swatch).backgroundColor]),
  )
  return new Map([...new Set(found.map(([name]) => name))].sort().map((name) => [name, new Set(found.filter(([other]) => other === name).map(([, colour]) => colour))]))
}

const browser = await launchChromium()
after(() => browser?.close())

describe('the dashboard, as it is read,', { skip: !browser, timeout: 300_000 }, () => {
  let house, server, site, person, dashboard

  beforeEach(async () => {
    house = await House.open(browser)
    ;({ server, site, person, dashboard } = house)
  })

  afterEach(() => house?.close())

  test('the view is in the address: it outlives a reload, and Back undoes a click on a version', async () => {
    await person.open('/shop')
    site.build = 'build-0'
    await person.open('/cart')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    const connections = page.getByRole('table', { name: 'Connections' })
    await page.getByText('24 h').click()
    await page.getByRole('button', { name: 'Dark theme' }).click()
    await page.getByLabel('Search routes').fill('/')
    await dashboard.show('Tabs')
    await connections.getByRole('button', { name: 'build-0' }).click()
    await page.waitForURL(/#\/tabs\?.*version=build-0/)
    await page.waitForFunction(() => document.activeElement?.textContent === 'Tabs')
    await connections.getByRole('row', { name: /\/shop/ }).waitFor({ state: 'detached' })
    await page.reload()
    await dashboard.live()
    assert.equal(await page.getByLabel('Version', { exact: true }).last().inputValue(), 'build-0')
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
    await connections.getByRole('row', { name: /\/cart/ }).waitFor()
    assert.equal(await connections.getByRole('row', { name: /\/shop/ }).count(), 0)
    await page.goBack()
    await connections.getByRole('row', { name: /\/shop/ }).waitFor()
    await page.goBack()
    await page.waitForFunction(() => document.activeElement?.textContent === 'Live')
    assert.ok(await page.getByRole('radio', { name: '24 h' }).isChecked())
    assert.equal(await page.getByLabel('Search routes').inputValue(), '/')
    await page.getByRole('link', { name: 'Live' }).and(page.locator('[aria-current=page]')).waitFor()
    assert.equal(new URL(page.url()).search, '', 'nothing of the view is sent to a server')
  })

  test('a version has one colour, for everybody and always: after a reload, in every panel, whether it is current or not', async () => {
    await person.open('/a')
    site.build = 'build-0'
    await person.open('/b')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await dashboard.total(2)
    const before = await colours(dashboard.page)
    assert.deepEqual([...before.keys()].sort(), ['build-0', 'build-1'])
    assert.notEqual([...before.get('build-0')][0], [...before.get('build-1')][0])
    for (const of of before.values()) assert.equal(of.size, 1, 'the same in every panel')
    const form = dashboard.page.getByRole('form', { name: 'Announce a version' })
    await form.getByLabel('Version').fill('build-0')
    await form.getByText(/Reaches|Already/).waitFor()
    await form.getByRole('button', { name: 'Announce…' }).click()
    await dashboard.page.getByRole('dialog').getByRole('button', { name: /^Announce/ }).click()
    await dashboard.page.getByRole('row', { name: /build-0 current/ }).waitFor()
    assert.deepEqual(await colours(dashboard.page), before)
    const other = await Dashboard.open(browser, site.url)
    try {
      await other.signIn(ADMIN_SECRET)
      await other.live()
      await other.total(2)
      assert.deepEqual(await colours(other.page), before)
    } finally {
      await other.close()
    }
  })

  test('the number of tabs is in the title and the icon; the focus goes to the heading after signing in', async () => {
    const { page } = dashboard
    const icon = page.locator('link[rel=icon]')
    const still = await icon.getAttribute('href')
    await person.open('/a')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
    await title(page, /^1 tab, 100% on build-1/)
    assert.match(decodeURIComponent(await icon.getAttribute('href')), />1<\/text>/)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await title(page, /^Rollcall$/)
    assert.equal(await icon.getAttribute('href'), still)
  })

  test('what was refused is listed, with what to do about it', async () => {
    await fetch(`${server.url}/__skew/sse`, { headers: { 'User-Agent': 'curl/8.0' } })
    await fetch(`${server.url}/__skew/poll`, { headers: { Origin: 'https://other.example' } })
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const list = dashboard.page.getByRole('group', { name: 'List of what was refused' })
    await list.getByRole('row', { name: /Check: A page of another origin.*allowed-origins 1/ }).waitFor()
    await list.getByRole('row', { name: /crawler.*bots 1/ }).waitFor()
    for (const width of [320, 768]) {
      await dashboard.page.setViewportSize({ width, height: 900 })
      await dashboard.accessible(AXE)
    }
  })

  test('files come compressed, and are not sent twice', async () => {
    const { page } = dashboard
    const script = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
      return { name: entry.name, sent: entry.encodedBodySize, size: entry.decodedBodySize }
    })
    assert.ok(script.sent < script.size / 2, `${script.sent} of ${script.size} bytes`)
    const forms = {}
    for (const coding of ['br', 'gzip', 'identity']) {
      const response = await fetch(script.name, { headers: { 'Accept-Encoding': coding } })
      assert.equal(response.headers.get('vary'), 'Accept-Encoding')
      forms[coding] = { length: Number(response.headers.get('content-length')), tag: response.headers.get('etag'), text: await response.text() }
    }
    assert.ok(forms.br.length < forms.gzip.length && forms.gzip.length < forms.identity.length)
    assert.equal(forms.br.text, forms.identity.text)
    assert.equal(forms.gzip.text, forms.identity.text)
    const again = await fetch(script.name, { headers: { 'Accept-Encoding': 'br', 'If-None-Match': forms.br.tag } })
    assert.equal(again.status, 304)
  })

  test('the chart is read by keyboard and as a table; shortcuts are listed and can be switched off', async () => {
    await person.open('/a')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await dashboard.total(1)
    const { page } = dashboard
    const chart = page.getByRole('slider', { name: /tabs per version/ })
    await page.waitForFunction(() => /build-1 1 tab/.test(document.querySelector('[role=slider]')?.getAttribute('aria-valuetext') ?? ''))
    await chart.focus()
    await page.keyboard.press('Home')
    assert.equal(await chart.getAttribute('aria-valuenow'), '0')
    await page.keyboard.press('Escape')
    assert.match(await chart.getAttribute('aria-valuetext'), /build-1 1 tab/)
    await page.getByText('Show as a table').click()
    const table = page.getByRole('group', { name: 'Tabs per version as a table' })
    await table.getByRole('columnheader', { name: 'build-1' }).waitFor()
    await page.keyboard.press('/')
    await page.waitForFunction(() => document.activeElement?.id === 'route-search')
    await page.keyboard.type('?')
    assert.equal(await page.getByRole('dialog').count(), 0, 'a key that is typed is no shortcut')
    await page.locator('h1').focus()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await dialog.getByLabel(/Use the single keys/).uncheck()
    await dashboard.accessible(AXE)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.locator('h1').focus()
    await page.keyboard.press('/')
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
  })

  test('the connections that pass the filter are exported, and asked for by curl', async () => {
    await person.open('/shop')
    await person.open('/cart')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await dashboard.show('Tabs')
    const { page } = dashboard
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByLabel('Route', { exact: true }).last().fill('/cart')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()])
    const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n')
    assert.match(download.suggestedFilename(), /^rollcall-connections-.*\.csv$/)
    assert.equal(lines.length, 2)
    assert.match(lines[1], /,build-1,\/cart,/)
    await page.getByRole('region', { name: 'Connections' }).getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const line = await page.evaluate(() => navigator.clipboard.readText())
    assert.match(line, /^curl '.*\/admin\/connections\?route=%2Fcart&match=prefix' -H "Authorization: Bearer \$ROLLCALL_SECRET"$/)
  })

  test('with a person’s own colours, every bar and every choice can be told', async () => {
    await person.open('/a')
    const own = await Dashboard.open(browser, site.url, { forcedColors: 'active' })
    try {
      const button = await own.page.getByRole('button', { name: 'Sign in' }).evaluate((element) => {
        const { backgroundColor, color, forcedColorAdjust } = getComputedStyle(element)
        return { isOwn: forcedColorAdjust === 'none', isSeen: color !== backgroundColor }
      })
      assert.deepEqual(button, { isOwn: true, isSeen: true }, 'no box is drawn behind the text of the button')
      await own.signIn(ADMIN_SECRET)
      await own.live()
      await own.total(1)
      const seen = await own.page.evaluate(() => {
        const of = (selector) => getComputedStyle(document.querySelector(selector)).backgroundColor
        const ground = getComputedStyle(document.documentElement).backgroundColor
        const choice = [...document.querySelectorAll('input[type=radio]')].map((input) => getComputedStyle(input.nextElementSibling).backgroundColor)
        return { ground, part: of('.part'), swatch: of('.swatch'), route: of('.bar.ink'), dot: of('.dot'), choices: new Set(choice).size }
      })
      for (const name of ['part', 'swatch', 'route', 'dot']) assert.notEqual(seen[name], seen.ground, name)
      assert.equal(seen.choices, 2)
      await own.accessible(AXE)
    } finally {
      await own.close()
    }
  })

  test('a long list is a table on a narrow screen too, and scrolls by itself', async () => {
    site.build = '3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c8d7e6f5a'
    await person.open('/a/rather/long/route/of/a/product/that/goes/on')
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await dashboard.show('Tabs')
    const row = page.getByRole('table', { name: 'Connections' }).getByRole('row', { name: /3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c8d7e6f5a/ })
    for (const width of [320, 768]) {
      await page.setViewportSize({ width, height: 900 })
      await row.waitFor()
      assert.equal(await row.evaluate((element) => getComputedStyle(element).display), 'table-row')
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width)
    }
    await dashboard.show('Live')
    await page.setViewportSize({ width: 320, height: 900 })
    await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Refused' }).click()
    await page.waitForFunction(() => document.activeElement?.id === 'refused')
  })
})
