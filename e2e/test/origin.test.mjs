// SPDX-License-Identifier: Apache-2.0
// Tests pages of another origin: only those on the list are admitted.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { known, People, until, untilStats } from '../lib/browser.mjs'
import { launchChromium } from '../lib/chromium.mjs'
import { startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'
import { JWT_SETTINGS } from '../lib/token.mjs'

const TRANSPORTS = ['websocket', 'sse', 'polling']
const browser = await launchChromium()
after(() => browser?.close())

describe('pages of another origin', { skip: !browser, timeout: 90_000 }, () => {
  let server, listed, unlisted, friends, strangers, admin

  before(async () => {
    listed = await startSite({ build: 'build-1' })
    unlisted = await startSite({ build: 'evil' })
    server = await startServer([
      '--current-version=build-1',
      '--poll-interval=1s',
      `--allowed-origins=${listed.url}`,
      ...JWT_SETTINGS,
    ])
    friends = new People(browser, listed)
    strangers = new People(browser, unlisted)
    admin = await friends.admin({ server: server.url })
  })

  after(async () => {
    await friends?.goHome()
    await strangers?.goHome()
    await server?.stop()
    await listed?.stop()
    await unlisted?.stop()
  })

  test('one on the list connects, navigates and sees stats over every transport', async () => {
    const pages = []
    for (const transport of TRANSPORTS) pages.push(await friends.open('/', { transport, server: server.url }))
    await untilStats(admin, { total: 4, routes: { '/': 3, '/admin': 1 } })
    for (const page of pages) await page.evaluate(() => window.tab.navigate('/shopping/cart'))
    await untilStats(admin, { total: 4, routes: { '/shopping/cart': 3, '/admin': 1 } })

    const reader = await friends.admin({ transport: 'sse', server: server.url }, '/reader')
    await untilStats(reader, { total: 5 })
    await Promise.all([reader, ...pages].map((page) => page.close()))
    await untilStats(admin, { total: 1 })
  })

  test('S1: one that is not on the list is refused over every transport, with or without a cookie, and never counted', async () => {
    for (const transport of TRANSPORTS) {
      const options = { claims: { role: 'admin' }, connected: false }
      const page = await strangers.open('/', { transport, subscribe: 'stats', server: server.url }, options)
      await until(page, () => window.tab?.ends.length > 0)
      assert.equal(await known(page, 'opened'), 0)
      assert.deepEqual(await known(page, 'messages'), [])
      if (transport === 'sse') assert.deepEqual(await known(page, 'ends'), [{ final: true }], 'EventSource stops for good')
      await page.close()
    }
    const friend = await friends.open('/last', { transport: 'websocket', server: server.url })
    await untilStats(admin, { total: 2, routes: { '/last': 1, '/admin': 1 }, versions: { 'build-1': 2 } })
    await friend.close()
  })

  test('S1: it cannot invalidate anything either, even with a secret that somebody pasted into it', async () => {
    const page = await strangers.open('/', { transport: 'sse', server: server.url }, { connected: false })
    const outcome = await page.evaluate(async (url) => {
      const send = (type) =>
        fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body: '{"route":"/","secret":"anything at all"}' })
      const answers = await Promise.allSettled([send('application/json'), send('text/plain')])
      return answers.map(({ status }) => status)
    }, `${server.url}/__skew/admin/invalidate-route`)
    assert.deepEqual(outcome, ['rejected', 'rejected'], 'the browser keeps both answers from the page')
    await page.close()
  })
})
