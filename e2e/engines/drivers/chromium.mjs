// SPDX-License-Identifier: Apache-2.0
// Drives Chromium with Playwright.

import { launchChromium, newContext } from '../../lib/chromium.mjs'
import { PATIENCE } from './patience.mjs'

/** See engine.d.ts. */
export async function chromium() {
  const browser = await launchChromium()
  return browser && {
    keeps: ['websocket', 'sse', 'polling'],
    async visit() {
      const context = await newContext(browser)
      return { newTab: async () => tab(await context.newPage()), leave: () => context.close() }
    },
    stop: () => browser.close(),
  }
}

function tab(page) {
  return {
    open: (url) => page.goto(url),
    click: (selector) => page.click(selector),
    type: (selector, text) => page.locator(selector).pressSequentially(text),
    evaluate: (script, argument) => page.evaluate(script, argument),
    until: (condition, argument) => page.waitForFunction(condition, argument, { timeout: PATIENCE }),
    close: () => page.close(),
  }
}
