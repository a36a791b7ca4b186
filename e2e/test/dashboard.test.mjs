// SPDX-License-Identifier: Apache-2.0
// Tests the dashboard as people use it: by eye, by keyboard, by screen reader.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { Person, until } from '../lib/app.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'

const READ_SECRET = 'e2e-read-secret-0123456789abcdef'
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

describe('the dashboard', { skip: !browser, timeout: 600_000 }, () => {
  const settings = ['--current-version=build-1', `--read-secret=${READ_SECRET}`]
  let server, site, person, dashboard

  beforeEach(async () => {
    server = await startServer(settings)
    site = await startSite({ rollcall: server.url, build: 'build-1' })
    person = await Person.visit(browser, site)
    dashboard = await Dashboard.open(browser, site.url)
  })

  afterEach(async () => {
    const said = dashboard?.said() ?? []
    await dashboard?.close()
    await person?.leave()
    await server?.stop()
    await site?.stop()
    assert.deepEqual(said, [], 'the console is clean: no policy violation, no error')
  })

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
    const connections = page.getByRole('table', { name: 'Connections' })
    await connections.getByRole('row', { name: /\/shop build-1 websocket/ }).waitFor()
    await connections.getByRole('row', { name: /\/cart build-0 ahead websocket/ }).waitFor()
    await shop.evaluate(() => window.app.client.setRoute('/checkout?coupon=SECRET'))
    await connections.getByRole('row', { name: /\/checkout build-1/ }).waitFor()
    assert.ok(!(await page.content()).includes('SECRET'), 'S11: no query strings from users')
    await cart.close()
    await dashboard.total(1)
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
    await page.getByRole('listitem').filter({ hasText: /admin-secret announced build-2/ }).waitFor()
    await form.getByText('Already current').waitFor()
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
    await dashboard.signIn(READ_SECRET)
    await dashboard.live()
    const { page } = dashboard
    await page.getByText(/read-only secret/).waitFor()
    assert.equal(await page.getByRole('form', { name: 'Announce a version' }).count(), 0)
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
    await page.getByRole('listitem').filter({ hasText: /announced build-2/ }).waitFor()
  })

  test('it shows since when the server is gone; a restarted server asks to sign in, says why, and shows the same view again', async () => {
    const { page } = dashboard
    await page.goto(`${site.url}/__skew/dashboard/#route=%2Fcart&range=15m`)
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    await server.kill()
    await page.getByRole('alert').filter({ hasText: /Connection lost since/ }).waitFor()
    await title(page, /^Connection lost/)
    server = await startServer(settings, server.port)
    await page.getByRole('alert').filter({ hasText: /server restarted/ }).waitFor()
    dashboard.expects(/./)
    await page.reload()
    await page.getByRole('alert').filter({ hasText: /server restarted/ }).waitFor()
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
    assert.equal(await page.getByLabel('Route', { exact: true }).last().inputValue(), '/cart')
    assert.ok(await page.getByRole('radio', { name: '15 min' }).isChecked())
  })

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
    await connections.getByRole('button', { name: 'build-0' }).click()
    await page.waitForURL(/#.*version=build-0/)
    await page.waitForFunction(() => document.activeElement?.textContent === 'Connections')
    await connections.getByRole('row', { name: /\/shop/ }).waitFor({ state: 'detached' })
    await page.reload()
    await dashboard.live()
    assert.equal(await page.getByLabel('Version', { exact: true }).last().inputValue(), 'build-0')
    assert.ok(await page.getByRole('radio', { name: '24 h' }).isChecked())
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
    await connections.getByRole('row', { name: /\/cart/ }).waitFor()
    assert.equal(await connections.getByRole('row', { name: /\/shop/ }).count(), 0)
    await page.goBack()
    await connections.getByRole('row', { name: /\/shop/ }).waitFor()
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
    const row = page.getByRole('table', { name: 'Connections' }).getByRole('row', { name: /3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c8d7e6f5a/ })
    for (const width of [320, 768]) {
      await page.setViewportSize({ width, height: 900 })
      await row.waitFor()
      assert.equal(await row.evaluate((element) => getComputedStyle(element).display), 'table-row')
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width)
      await page.getByRole('navigation', { name: 'Panels' }).getByRole('link', { name: 'Connections' }).click()
      await page.waitForFunction(() => document.activeElement?.id === 'connections')
    }
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}: fits at 320 pixels and at 4k, and breaks no accessibility rule`, async () => {
      await person.open('/a')
      const other = await Dashboard.open(browser, site.url, { colorScheme })
      try {
        await other.accessible(AXE)
        await other.signIn(ADMIN_SECRET)
        await other.live()
        for (const width of [320, 768, 1280, 3840]) {
          await other.page.setViewportSize({ width, height: 900 })
          const wide = await other.page.evaluate(() => document.documentElement.scrollWidth)
          assert.ok(wide <= width, `${wide} pixels wide at ${width}`)
          await other.accessible(AXE)
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
