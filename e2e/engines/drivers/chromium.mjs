// SPDX-License-Identifier: Apache-2.0
// Drives Chromium with Playwright.

import { launchChromium, newContext } from '../../lib/chromium.mjs'
import { visiting } from './pages.mjs'
import { PATIENCE } from './patience.mjs'

/** See engine.d.ts. */
export async function chromium() {
  const browser = await launchChromium()
  return browser && {
    keeps: ['websocket', 'sse', 'polling'],
    visit: visiting(() => newContext(browser), tab),
    stop: () => browser.close(),
  }
}

function tab(page) {
  return {
    type: (selector, text) => page.locator(selector).pressSequentially(text),
    until: (condition, argument) => page.waitForFunction(condition, argument, { timeout: PATIENCE }),
  }
}
