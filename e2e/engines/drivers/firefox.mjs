// SPDX-License-Identifier: Apache-2.0
// Drives Firefox with Puppeteer over WebDriver BiDi.

import puppeteer from 'puppeteer-core'
import { missing, onPath } from '../../lib/path.mjs'
import { visiting } from './pages.mjs'
import { PATIENCE } from './patience.mjs'

/** See engine.d.ts. */
export async function firefox() {
  const executablePath = process.env.FIREFOX ?? onPath('firefox-esr', 'firefox')
  if (!executablePath) return missing('no Firefox (expected: FIREFOX=/path/to/it, or firefox-esr or firefox on PATH)')
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox: { 'fission.bfcacheInParent': true } })
  return {
    // Firefox keeps no page that has a connection open when it is left.
    keeps: ['polling'],
    dropsGoodbyes: true, // four in ten on a busy machine, sent by sendBeacon as well as by fetch with keepalive
    visit: visiting(() => browser.createBrowserContext(), tab),
    stop: () => browser.close(),
  }
}

function tab(page) {
  return {
    type: (selector, text) => page.type(selector, text),
    // At intervals, because a tab in the background has no frames.
    until: (condition, argument) => page.waitForFunction(condition, { timeout: PATIENCE, polling: 50 }, argument),
  }
}
