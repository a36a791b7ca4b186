// SPDX-License-Identifier: Apache-2.0
// The client in a page that webpack or Rspack builds: the build id, the parts that are loaded later, and code that is gone.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { launchChromium, newContext } from '../lib/chromium.mjs'
import { clientConnected, clientState } from '../lib/pages.mjs'
import { startServer } from '../lib/server.mjs'
import { startFiles } from './files.mjs'
import { admin, shows, untilStats } from './pages.mjs'

const cwd = fileURLToPath(new URL('webpack', import.meta.url))
const [OLD, NEW] = ['1'.repeat(12), '2'.repeat(12)]

const browser = await launchChromium()
after(() => browser?.close())

for (const bundler of ['webpack', 'rspack']) {
  const { version } = JSON.parse(readFileSync(`${cwd}/node_modules/${bundler === 'rspack' ? '@rspack/core' : bundler}/package.json`, 'utf8'))

  describe(`${bundler} ${version}`, { skip: !browser, timeout: 240_000 }, () => {
    const folder = (build) => `${cwd}/dist-${bundler}/${build}`
    let server, site, context, page

    before(() => {
      for (const id of [OLD, NEW]) {
        const env = { ...process.env, GITHUB_SHA: id.padEnd(40, id[0]) }
        execFileSync(`node_modules/.bin/${bundler}`, ['build', '--output-path', folder(id)], { cwd, env })
      }
    })

    beforeEach(async () => {
      server = await startServer([`--current-version=${OLD}`])
      site = await startFiles(server.url, folder(OLD))
      context = await newContext(browser)
      page = await context.newPage()
    })

    afterEach(async () => {
      await context?.close()
      await site?.stop()
      await server?.stop()
    })

    for (const transport of ['websocket', 'sse', 'polling']) {
      test(`a page has its build id and connects over ${transport}`, async () => {
        await page.goto(`${site.url}/?transport=${transport}`)
        await clientConnected(page)
        await untilStats(server, (stats) => stats.versions[OLD] === 1 && stats.transports[transport] === 1)
      })
    }

    test('a forced reload brings the new build', async () => {
      await page.goto(site.url)
      await clientConnected(page)
      site.folder = folder(NEW)
      await admin(server, 'releases', { version: NEW, force: true })
      await clientState(page, { version: NEW, status: 'connected' })
    })

    test('a link whose code is gone leads to its address, with the new build', async () => {
      await page.goto(site.url)
      await shows(page, { view: `home of ${OLD}` })
      site.folder = folder(NEW)
      await page.click('a')
      await shows(page, { view: `shop, in ${NEW} of ${NEW}` })
      assert.equal(page.url(), `${site.url}/shop`)
    })
  })
}
