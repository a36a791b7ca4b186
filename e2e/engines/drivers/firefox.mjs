// SPDX-License-Identifier: Apache-2.0
// Drives Firefox with Puppeteer over WebDriver BiDi.

import puppeteer from 'puppeteer-core'
import { missing, onPath } from '../../lib/path.mjs'
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
    async visit() {
      const context = await browser.createBrowserContext()
      return { newTab: async () => tab(await context.newPage()), leave: () => context.close() }
    },
    stop: () => browser.close(),
  }
}

function tab(page) {
  return {
    open: (url) => page.goto(url),
    click: (selector) => page.click(selector),
    type: (selector, text) => page.type(selector, text),
    evaluate: (script, argument) => page.evaluate(script, argument),
    // At intervals, because a tab in the background has no frames.
    until: (condition, argument) => page.waitForFunction(condition, { timeout: PATIENCE, polling: 50 }, argument),
    close: () => page.close(),
  }
}
