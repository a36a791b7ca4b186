// SPDX-License-Identifier: Apache-2.0
// Tests each recipe of docs/frameworks.md in Chromium: what its user sees, and what the server counts.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { BUILDS, Stage } from './stage.mjs'

const names = process.env.FRAMEWORKS?.split(/\s+/) ?? readdirSync(new URL('recipes', import.meta.url))
const browser = await launchChromium()
after(() => browser?.close())

for (const name of names) {
  describe(name, { skip: !browser, timeout: 900_000 }, () => {
    let stage
    before(async () => (stage = await Stage.set(name, browser)))
    after(() => stage?.clear())

    test('in production: counted, live, one tab over navigation, prompted, and reloaded into the new build', async (t) => {
      t.diagnostic(stage.app.versions)
      for (const version of BUILDS) await stage.app.build(version)
      await stage.deploy(BUILDS[0])
      const page = await counting(stage)
      await navigating(stage, page)
      await prompting(stage, page)
      await reloading(stage, page)
    })

    test('in development: connected through the development server', async () => {
      await stage.app.develop(stage.port)
      const page = await stage.open('/product/1')
      await stage.counted(1, { routes: { '/product/1': 1 } })
      await page.close()
      await stage.counted(0)
    })
  })
}

/** A tab counts with its version and path, and sees the live figures. */
async function counting(stage) {
  const page = await stage.open('/')
  const { transports } = await stage.counted(1, { versions: { [BUILDS[0]]: 1 }, routes: { '/': 1 } })
  assert.equal(transports[stage.app.transport], 1)
  await page.getByText('1 tabs are open').waitFor()
  const other = await stage.open('/product/2')
  await page.getByText('2 tabs are open').waitFor()
  await stage.counted(2, { routes: { '/': 1, '/product/2': 1 } })
  await other.close()
  await page.getByText('1 tabs are open').waitFor()
  return page
}

/** Navigation in the browser changes the path of the tab, and makes no second one. */
async function navigating(stage, page) {
  await page.evaluate(() => (window.same = true))
  const before = await stage.counted(1)
  await page.getByRole('link', { name: 'Product 1' }).click()
  await page.getByRole('heading', { name: 'Product 1' }).waitFor()
  const after = await stage.counted(1, { routes: { '/product/1': 1 } })
  assert.equal(await page.evaluate(() => window.same), true)
  assert.equal(after.connections[0].id, before.connections[0].id)
}

/** An announcement shows the prompt, and "Later" hides it until the next version. */
async function prompting(stage, page) {
  const reload = page.getByRole('button', { name: 'Reload' })
  await admin(stage.server, 'releases', { version: 'in between' })
  await page.getByRole('button', { name: 'Later' }).click()
  await reload.waitFor({ state: 'hidden' })
  await stage.deploy(BUILDS[1])
  await stage.counted(1, { versions: { [BUILDS[0]]: 1 }, routes: { '/product/1': 1 } })
  await admin(stage.server, 'releases', { version: BUILDS[1] })
  await reload.waitFor()
  assert.equal(await page.evaluate(() => window.same), true)
}

/** A forced reload brings the new build, on the same page. */
async function reloading(stage, page) {
  await admin(stage.server, 'commands', { action: 'reload', target: { route: '/product' } })
  await page.waitForFunction(() => window.same === undefined)
  await stage.counted(1, { versions: { [BUILDS[1]]: 1 }, routes: { '/product/1': 1 } })
  await page.getByRole('heading', { name: 'Product 1' }).waitFor()
  await page.getByRole('button', { name: 'Reload' }).waitFor({ state: 'hidden' })
  await page.close()
  await stage.counted(0)
}
