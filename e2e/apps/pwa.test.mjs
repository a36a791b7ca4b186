// SPDX-License-Identifier: Apache-2.0
// The service workers of vite-plugin-pwa and of Workbox, with the settings that docs/client.md names: one reload brings the new
// build, and none takes place while the site is away.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { clientState } from '../lib/pages.mjs'
import { startServer } from '../lib/server.mjs'
import { startFiles } from './files.mjs'
import { admin } from './pages.mjs'

const cwd = fileURLToPath(new URL('pwa', import.meta.url))
const [OLD, NEW] = ['1'.repeat(12), '2'.repeat(12)]

const browser = await launchChromium()
after(() => browser?.close())

for (const kind of ['vite-plugin-pwa', 'workbox', 'workbox that takes over at once']) {
  describe(`the service worker of ${kind}`, { skip: !browser, timeout: 240_000 }, () => {
    const folder = (build) => `${cwd}/dist-${kind.replaceAll(' ', '-')}/${build}`
    let server, site, context, page, loads

    before(() => {
      for (const id of [OLD, NEW]) {
        execFileSync('node', ['build.mjs', kind, folder(id)], { cwd, env: { ...process.env, GITHUB_SHA: id.padEnd(40, id[0]) } })
      }
    })

    beforeEach(async () => {
      loads = 0
      server = await startServer([`--current-version=${OLD}`])
      site = await startFiles(server.url, folder(OLD))
      context = await newContext(browser)
      page = await context.newPage()
      await page.goto(site.url)
      await page.waitForFunction(() => navigator.serviceWorker.ready)
      await page.reload()
      await page.waitForFunction(() => performance.getEntriesByType('navigation')[0].workerStart > 0)
      await clientState(page, { version: OLD, status: 'connected' })
      page.on('load', () => loads++)
      site.folder = folder(NEW)
      await admin(server, 'releases', { version: NEW })
      await clientState(page, { isOutdated: true })
    })

    afterEach(async () => {
      await context?.close()
      await site?.stop()
      await server?.stop()
    })

    const force = () => admin(server, 'commands', { action: 'reload', target: { outdated: true } })

    for (const [how, act] of [['command', () => force()], ['button', () => page.evaluate(() => window.client.reload())]]) {
      test(`one reload by ${how} brings the new build`, async () => {
        await act()
        await clientState(page, { version: NEW, status: 'connected', unchanged: null })
        assert.equal(loads, 1)
        assert.ok(await page.evaluate(() => navigator.serviceWorker.controller), 'the page still has its worker')
      })
    }

    test('while the site is away the tab stays, and gets the new build when the site is back', async () => {
      site.isAway = true
      await force()
      await page.waitForFunction(() => window.client.state.reload?.phase === 'waiting')
      assert.equal(await page.evaluate(async () => (await fetch('/')).status), 200, 'the worker has the page')
      assert.equal(loads, 0)
      site.isAway = false
      await clientState(page, { version: NEW, status: 'connected', unchanged: null })
    })
  })
}
