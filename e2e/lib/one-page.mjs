// SPDX-License-Identifier: Apache-2.0
// A server for a group of tests, and a separate site and tab for each.

import { after, afterEach, before, beforeEach } from 'node:test'
import { newContext } from './chromium.mjs'
import { startPages } from './pages.mjs'
import { startServer } from './server.mjs'

/**
 * Sets that up in the current `describe`. `answer` and `options` are those of `startPages`.
 *
 * @returns {{server: object, site: object, context: object, page: object}} filled before each test
 */
export function eachOnAPage(browser, answer, options) {
  const at = {}
  before(async () => (at.server = await startServer(['--current-version=build-1', '--poll-interval=1s'])))
  after(() => at.server?.stop())
  beforeEach(async () => {
    at.site = await startPages(at.server.url, answer, options)
    at.context = await newContext(browser)
    at.page = await at.context.newPage()
  })
  afterEach(async () => {
    await at.context?.close()
    await at.site?.stop()
  })
  return at
}
