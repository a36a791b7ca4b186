// SPDX-License-Identifier: Apache-2.0
// Tests the deployment check from the servers of a site to the dashboard: what is seen, and what a person may announce.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { Dashboard } from '../lib/dashboard.mjs'
import { ADMIN_SECRET, startServer } from '../lib/server.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const browser = await launchChromium()
after(() => browser?.close())

/** The servers of a site behind a load balancer: each request is answered by the next one with its build. */
async function startFleet(builds) {
  let next = 0
  const fleet = { builds, url: '', stop: () => new Promise((done) => server.close(done)) }
  const server = createServer((_, response) => {
    const build = fleet.builds[next++ % fleet.builds.length]
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end(build)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  fleet.url = `http://127.0.0.1:${server.address().port}/version.txt`
  return fleet
}

describe('a deployment that is watched', { skip: !browser, timeout: 120_000 }, () => {
  let fleet, server, dashboard

  const seen = (text) => dashboard.page.getByRole('main').getByText(text).waitFor()

  beforeEach(async () => {
    fleet = await startFleet(['build-1'])
    const check = [`--check-url=${fleet.url}`, '--check-interval=1s', '--check-connections=2', '--check-answers=4']
    server = await startServer(['--current-version=build-1', ...check])
    dashboard = await Dashboard.open(browser, server.url)
    await dashboard.signIn(ADMIN_SECRET)
    await dashboard.live()
  })

  afterEach(async () => {
    assert.deepEqual(dashboard.said(), [], 'the console is clean: no policy violation, no error')
    await dashboard.close()
    await server.stop()
    await fleet.stop()
  })

  test('is announced when every server has it, and rolled back with the servers', async () => {
    await seen('The whole fleet serves build-1.')
    await dashboard.show('Releases')
    fleet.builds = ['build-1', 'build-2']
    await seen(/Deploying for .*named build-2/)
    fleet.builds = ['build-2']
    await seen('The whole fleet serves build-2.')
    await dashboard.page.getByRole('table').getByText('by check').first().waitFor()
    fleet.builds = ['build-1']
    await seen('Rolled back: the whole fleet serves build-1 again.')
    await server.line(/Deployment check: rolled back to build-1/)
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`${colorScheme}: is said at 320 pixels and breaks no accessibility rule`, async () => {
      const { page } = dashboard
      await page.emulateMedia({ colorScheme })
      fleet.builds = ['a-build-with-a-rather-long-name-0123456789abcdef0123456789abcdef', 'build-1']
      await seen(/Deploying for/)
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${width} pixels`)
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${colorScheme}-${width}.png` })
      }
      await page.evaluate(() => window.scrollTo(0, 0)) // a header that stays on the screen would cover what is scrolled
      await dashboard.accessible(AXE)
    })
  }

  test('lets a person announce a version that nobody has seen only if they say so, by keyboard too', async () => {
    const { page } = dashboard
    await seen('The whole fleet serves build-1.')
    dashboard.expects(/409/) // the browser reports the refused preview
    const form = page.getByRole('form', { name: 'Announce a version' })
    if (!(await form.isVisible())) await page.getByText('Announce a version').first().click()
    await form.getByLabel('Version').fill('build-22')
    await form.getByText(/neither the deployment check nor any tab has seen it/).waitFor()
    await form.getByLabel(/neither a tab nor a server has been seen with it/).focus()
    await page.keyboard.press('Space')
    await form.getByText(/The deployment check says settled on build-1/).waitFor()
    await form.getByRole('button', { name: 'Announce…' }).click()
    await page.getByRole('dialog').getByText(/settled on build-1/).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: /^Announce/ }).click()
    await seen('The whole fleet serves build-1, but build-22 is announced.')
  })
})
