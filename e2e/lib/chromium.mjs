// SPDX-License-Identifier: Apache-2.0
// Finds a Chromium and starts it so that it looks like an ordinary browser.

import { chromium } from 'playwright-core'
import { missing, onPath } from './path.mjs'

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']

// Root may not use the sandbox. The other flags keep the browser from contacting anything but the pages under test.
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/**
 * Starts a headless Chromium.
 *
 * @returns {Promise<import('playwright-core').Browser | undefined>} undefined if no browser was found and CI is not set;
 *     the tests that need one are then skipped
 * @throws if CI is `true` and no browser was found: a pipeline that tests nothing must not be green
 */
export async function launchChromium() {
  const found = await find()
  if (found) {
    return chromium.launch({
      executablePath: found.path,
      args: [...found.args, ...FLAGS],
      // Playwright turns the back/forward cache off, but ordinary browsers have it.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
      headless: true,
    })
  }
  return missing('no Chromium (expected: CHROMIUM=/path/to/it, or chromium on PATH, or npm ci with optional packages)')
}

/**
 * Opens a context with its own cookies and pages, like another person's browser. Its user agent does not say "headless",
 * because Rollcall takes such a browser for a bot and does not count it.
 */
export function newContext(browser, options = {}) {
  const userAgent =
    `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`
  return browser.newContext({ userAgent, ...options })
}

async function find() {
  if (process.env.CHROMIUM) return { path: process.env.CHROMIUM, args: [] }
  const path = onPath(...NAMES)
  return path ? { path, args: [] } : packaged()
}

async function packaged() {
  try {
    const { default: sparticuz } = await import('@sparticuz/chromium')
    return { path: await sparticuz.executablePath(), args: sparticuz.args }
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}
