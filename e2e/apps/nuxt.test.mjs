// SPDX-License-Identifier: Apache-2.0
// Nuxt's own starter with the module: `nuxt dev`, a built server with and without a base, and static pages.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { after, describe, test } from 'node:test'
import { createProxy } from '../../examples/nuxt/proxy.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { launch } from '../lib/process.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'
import { admin, open, shows, untilStats } from './pages.mjs'

const cwd = fileURLToPath(new URL('nuxt', import.meta.url))
// Not npx, which would leave what it has started behind.
const cli = 'node_modules/nuxt/bin/nuxt.mjs'
const browser = await launchChromium()
after(() => browser?.close())
const needsBrowser = { skip: !browser, timeout: 600_000 }

const nuxt = (args, env = {}) => execFileSync('node', [cli, ...args], { cwd, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const read = (path) => JSON.parse(readFileSync(`${cwd}/${path}`, 'utf8'))

/** Starts what Nuxt has built. */
const start = (out, env) => launch('node', [`.output/${out}/server/index.mjs`], { ready: /http:\/\/\S+?:(\d+)/, cwd, env: { HOST: '127.0.0.1', PORT: '0', ...env } })

test('the application has no type errors', { timeout: 600_000 }, () => {
  nuxt(['prepare'])
  nuxt(['typecheck'])
})

test('nuxt dev plays the server: a release and a rollback, without anything else', needsBrowser, async () => {
  const dev = await launch('node', [cli, 'dev', '--no-fork', '--port', '0', '--host', '127.0.0.1'], { ready: /Nitro server built/, cwd, timeoutMs: 120_000 })
  const [, port] = await dev.line(/Local:\D+127\.0\.0\.1:(\d+)/)
  const url = `http://127.0.0.1:${port}/`
  const page = await open(browser, url)
  await shows(page, { connected: 'true', outdated: 'false', version: 'dev', total: '1' })
  assert.deepEqual(page.problems, [], 'the browser begins with what the server has rendered')
  await page.click('#simulate')
  await shows(page, { outdated: 'true' })
  await page.locator('rollcall-prompt').getByRole('button', { name: 'Reload' }).click()
  await page.waitForFunction(() => /^dev-next/.test(document.querySelector('#version')?.textContent ?? ''))
  await shows(page, { connected: 'true', outdated: 'false' })
  const control = await open(browser, `${url}__skew/`)
  await shows(control, { total: '1' })
  await control.click('#rollback')
  await shows(page, { outdated: 'true', rollback: 'true', server: 'dev' })
  await page.context().close()
  await control.context().close()
  await dev.stop()
})

describe('a built server that passes on', needsBrowser, () => {
  for (const base of ['/', '/app/']) {
    test(`below ${base}`, async () => {
      if (base === '/') nuxt(['build'], { E2E_PROXY: '1', E2E_OUT: 'proxy' })
      const { version } = read('.output/proxy/public/version.json')
      assert.equal(version, read('.output/proxy/public/_nuxt/builds/latest.json').id)
      const server = await startServer([`--current-version=${version}`])
      const app = await start('proxy', { NUXT_ROLLCALL_SERVER_URL: server.url, NUXT_APP_BASE_URL: base })
      const url = `http://127.0.0.1:${app.match[1]}${base}`
      const page = await open(browser, url)
      await shows(page, { connected: 'true', version, outdated: 'false', build: JSON.stringify({ client: null, outdated: false }, null, 2) })
      assert.deepEqual(page.problems.filter((each) => !each.includes('favicon')), [], 'the browser begins with what the server has rendered')

      await page.click('#ask')
      await shows(page, { again: JSON.stringify({ client: version, outdated: false }, null, 2) })
      await page.click('text=Shop')
      await untilStats(server, ({ total, routes }) => total === 1 && routes[`${base}shop/1`] === 1)
      const post = (origin) =>
        fetch(`${url}__skew/route`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{"connectionId":"a.b","route":"/"}' })
      assert.equal((await post(new URL(url).origin)).status, 404, 'the origin of the page is that of the server')
      assert.equal((await post('http://evil.example')).status, 403)

      await page.click('text=Home')
      await admin(server, 'releases', { version: 'build-2' })
      await shows(page, { outdated: 'true', server: 'build-2' })
      await page.locator('rollcall-prompt').getByRole('button', { name: 'Later' }).click()
      await page.context().close()
      await untilStats(server, ({ total }) => total === 0)
      assert.deepEqual(app.lines.filter((line) => /error/i.test(line)), [])
      await app.stop()
      await server.stop()
    })
  }

  test('a forced reload comes once, and not while somebody has typed something', async () => {
    const { version } = read('.output/proxy/public/version.json')
    const server = await startServer([`--current-version=${version}`])
    const app = await start('proxy', { NUXT_ROLLCALL_SERVER_URL: server.url })
    const page = await open(browser, `http://127.0.0.1:${app.match[1]}/`)
    await shows(page, { connected: 'true' })
    await page.click('text=Home')
    await page.evaluate(() => (window.before = true))
    await admin(server, 'commands', { action: 'reload', target: 'all' })
    await page.waitForFunction(() => window.before === undefined)
    await shows(page, { connected: 'true' })

    const form = await open(browser, `http://127.0.0.1:${app.match[1]}/form`)
    await untilStats(server, ({ routes }) => routes['/form'] === 1)
    await form.locator('input').pressSequentially('not sent yet')
    await admin(server, 'commands', { action: 'reload', target: { route: '/form' } })
    await form.locator('rollcall-prompt').getByRole('button', { name: 'Reload' }).waitFor()
    assert.equal(await form.inputValue('input'), 'not sent yet')
    await app.stop()
    await server.stop()
  })

  test('npx rollcall announce finds the version that Nuxt has built, and a tab learns which chunks are gone', async () => {
    const { version } = read('.output/proxy/public/version.json')
    const server = await startServer(['--current-version=before'])
    const announce = (args) => execFileSync(`${cwd}/node_modules/.bin/rollcall`, ['announce', ...args, '--url', server.url], { cwd: `${cwd}/.output/proxy/..`, env: { ...process.env, ROLLCALL_CI_SECRET: ADMIN_SECRET }, encoding: 'utf8' })
    assert.match(announce([version]), new RegExp(`^Announced ${version} \\(before: before\\)`))

    const app = await start('proxy', { NUXT_ROLLCALL_SERVER_URL: server.url })
    const page = await open(browser, `http://127.0.0.1:${app.match[1]}/`)
    await shows(page, { connected: 'true', outdated: 'false' })
    await page.click('#check')
    await shows(page, { served: '' })
    // The site serves another build from now on.
    await page.route('**/version.json', (route) => route.fulfill({ json: { version: 'next' } }))
    await page.route('**/builds/chunks/next.json', (route) => route.fulfill({ json: [] }))
    await page.click('#check')
    await shows(page, { served: 'next' })
    announce(['next'])
    await page.waitForFunction(() => Number(document.querySelector('#chunks').textContent) > 0)
    await app.stop()
    await server.stop()
  })
})

test('static pages with a proxy in front: WebSocket, and the version in the pages', needsBrowser, async () => {
  nuxt(['generate'], { E2E_OUT: 'static' })
  const { version } = read('.output/static/public/version.json')
  const server = await startServer([`--current-version=${version}`])
  const pages = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site')
    try {
      const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname
      const type = { js: 'text/javascript', css: 'text/css', json: 'application/json', html: 'text/html' }[path.split('.').at(-1)] ?? 'text/plain'
      const body = readFileSync(`${cwd}/.output/static/public${path}`)
      response.writeHead(200, { 'content-type': type }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  const listen = (each) => new Promise((resolve) => each.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${each.address().port}`)))
  const proxy = createProxy({ app: await listen(pages), rollcall: server.url })
  const page = await open(browser, await listen(proxy))
  await shows(page, { connected: 'true', version, outdated: 'false' })
  await untilStats(server, ({ transports }) => transports.websocket === 1)
  await admin(server, 'releases', { version: 'build-2' })
  await shows(page, { outdated: 'true' })
  await page.context().close()
  for (const each of [proxy, pages]) each.closeAllConnections(), each.close()
  await server.stop()
})

test('announce: true announces the build when it is done, and fails loudly when it cannot', { timeout: 600_000 }, async () => {
  const server = await startServer(['--current-version=before'])
  const env = { E2E_OUT: 'announced', E2E_ANNOUNCE: '1', ROLLCALL_URL: server.url }
  nuxt(['build'], { ...env, ROLLCALL_CI_SECRET: ADMIN_SECRET })
  assert.equal((await admin(server, 'releases')).current, read('.output/announced/public/version.json').version)
  assert.throws(() => nuxt(['build'], { ...env, ROLLCALL_CI_SECRET: 'wrong-secret' }), /wrong secret/)
  await server.stop()
})
