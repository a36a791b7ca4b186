// SPDX-License-Identifier: Apache-2.0
// The starter of create-vite for Vue and TypeScript with the plugin: `vite dev` by itself and with a real server, builds, and
// every version of Vite that the plugin supports.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { launch } from '../lib/process.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'
import { admin, open, shows, untilStats } from './pages.mjs'

const cwd = fileURLToPath(new URL('vite', import.meta.url))
const browser = await launchChromium()
after(() => browser?.close())
const needsBrowser = { skip: !browser, timeout: 120_000 }

const vite = (args, env = {}) =>
  launch('node', ['node_modules/vite/bin/vite.js', ...args, '--host', '127.0.0.1', '--port', '0'], { ready: /Local:\D+127\.0\.0\.1:(\d+)/, cwd, env })
const run = (command, args, env = {}) => execFileSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' })
const builtVersion = () => JSON.parse(readFileSync(`${cwd}/dist/version.json`, 'utf8')).version

test('vite dev plays the server: a release, a reload and a rollback, without anything else', needsBrowser, async () => {
  const dev = await vite([])
  const url = `http://127.0.0.1:${dev.match[1]}/`
  const page = await open(browser, url)
  await shows(page, { connected: 'true', transport: 'websocket', outdated: 'false', authorized: 'true', total: '1' })
  const own = await page.textContent('#version')
  const control = await open(browser, `${url}__skew/`)
  await shows(control, { total: '1', current: own })

  await control.click('#release')
  await shows(page, { outdated: 'true', prompt: 'new simulated-1' })
  await page.click('text=Reload')
  await shows(page, { version: 'simulated-1', outdated: 'false', connected: 'true' })
  await control.click('#force')
  await shows(page, { version: 'simulated-2', outdated: 'false', connected: 'true' })
  await control.click('#rollback')
  await shows(page, { prompt: 'back to simulated-1' })
  assert.deepEqual(page.problems, [])
  await dev.stop()
})

test('vite dev passes on to a server: WebSocket, navigation, POSTs and the origin', needsBrowser, async () => {
  const server = await startServer(['--current-version=build-1'])
  const dev = await vite([], { ROLLCALL_SERVER_URL: server.url })
  const page = await open(browser, `http://127.0.0.1:${dev.match[1]}/`)
  await shows(page, { connected: 'true', transport: 'websocket' })
  await untilStats(server, ({ total, transports }) => total === 1 && transports.websocket === 1)
  const origin = `http://127.0.0.1:${dev.match[1]}`
  const post = (from) =>
    fetch(`${origin}/__skew/route`, { method: 'POST', headers: { origin: from, 'content-type': 'application/json' }, body: '{"connectionId":"a.b","route":"/"}' })
  assert.equal((await post(origin)).status, 404, 'the origin of the page is that of the server')
  assert.equal((await post('http://evil.example')).status, 403)
  await page.close()
  await dev.stop()
  await server.stop()
})

test('a built page reports its id, hears of the next build from npx rollcall announce, and gets it', needsBrowser, async () => {
  run('npm', ['run', '--silent', 'build'], { GITHUB_SHA: '1'.repeat(40) })
  const first = builtVersion()
  assert.equal(first, '1'.repeat(12))
  const server = await startServer([`--current-version=${first}`])
  const preview = await vite(['preview'], { ROLLCALL_SERVER_URL: server.url })
  const page = await open(browser, `http://127.0.0.1:${preview.match[1]}/`)
  await shows(page, { version: first, connected: 'true', outdated: 'false' })

  run('npm', ['run', '--silent', 'build'], { GITHUB_SHA: '2'.repeat(40) })
  const said = run('node_modules/.bin/rollcall', ['announce', '--url', server.url], { ROLLCALL_CI_SECRET: ADMIN_SECRET })
  assert.match(said, /^Announced 222222222222 \(before: 111111111111\)\. 1 tab on older versions was notified\. Version from dist\/version\.json\./)
  await shows(page, { outdated: 'true', prompt: 'new 222222222222' })
  await page.click('text=Reload')
  await shows(page, { version: '2'.repeat(12), connected: 'true', outdated: 'false' })
  assert.deepEqual((await admin(server, 'stats')).versions, { 222222222222: 1 })
  await page.close()
  await preview.stop()
  await server.stop()
})

describe('Vite', () => {
  for (const [name, major] of [['vite5', 5], ['vite6', 6], ['vite7', 7], ['vite', 8]]) {
    test(`${major}: builds have one id, and the next page of a development server another version`, () => {
      const { version, pages, rendered, before, after } = JSON.parse(run('node', ['matrix.mjs', name]).split('\n').at(-2))
      assert.equal(Number(version.split('.')[0]), major)
      assert.match(pages, /^[0-9a-f]{12}|^\d{8}-/)
      assert.equal(rendered, pages)
      assert.deepEqual([before, after], ['dev-1', 'dev-2'])
    })
  }
})

test('a plain page gets the client when asked', needsBrowser, async () => {
  run('node', ['matrix.mjs', 'vite'])
  const server = await startServer(['--current-version=build-9'])
  const preview = await vite(['preview', '--outDir', 'dist-vite/pages'], { ROLLCALL_SERVER_URL: server.url })
  const page = await open(browser, `http://127.0.0.1:${preview.match[1]}/plain.html`)
  await untilStats(server, ({ routes }) => routes['/plain.html'] === 1)
  await page.evaluate(() => history.pushState(null, '', '/other'))
  await untilStats(server, ({ routes }) => routes['/other'] === 1)
  await admin(server, 'releases', { version: 'build-10' })
  await page.locator('rollcall-prompt').getByRole('button', { name: 'Reload' }).waitFor()
  assert.equal(await page.evaluate(() => window.rollcall.state.serverVersion), 'build-10')
  await page.close()
  await preview.stop()
  await server.stop()
})
