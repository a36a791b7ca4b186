// SPDX-License-Identifier: Apache-2.0
// Pages with the script tag, whose parts are found by what people see and screen readers read.

import { readFileSync } from 'node:fs'
import { newContext } from './chromium.mjs'

/** The prompt of a page. */
export class Prompt {
  constructor(page) {
    this.page = page
    this.text = page.locator('rollcall-prompt').getByRole('status')
    this.region = page.getByRole('region', { name: 'Update' })
  }

  button(name) {
    return this.region.getByRole('button', { name })
  }

  /** Waits until it says this. */
  says(words) {
    return this.text.filter({ hasText: words }).waitFor()
  }

  /** Waits until there is nothing to see. */
  gone() {
    return this.region.waitFor({ state: 'detached' })
  }
}

/**
 * Opens a page in its own browser, and collects its console messages.
 *
 * @param {{prepare?: (page: import('playwright-core').Page) => Promise<void>}} options `prepare` is called before the page is
 *     loaded; the rest are Playwright's, for the context
 */
export async function openPage(browser, url, { prepare, ...options } = {}) {
  const context = await newContext(browser, options)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const problems = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  await prepare?.(page)
  await page.goto(url)
  return { page, problems, prompt: new Prompt(page), close: () => context.close() }
}

/** Waits until the script has connected the page. */
export function connected(page) {
  return page.waitForFunction(() => window.rollcall?.state.status === 'connected')
}

/** Returns the complete pages with a script tag from a document's `html` blocks. */
export function pagesIn(document) {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^```html\n(.*?)^```/gms)].map(([, html]) => html).filter((html) => html.includes('client.js'))
}
