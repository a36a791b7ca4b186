// SPDX-License-Identifier: Apache-2.0
// Tabs of a real browser, and waits for what they know. Nothing here sleeps: each wait is for a condition in the page.

import assert from 'node:assert/strict'
import { newContext } from './chromium.mjs'
import { sign } from './token.mjs'

const PATIENCE = 20_000

/** The people on a site. Opens tabs, each in its own browser (no shared cookies), and closes them all at the end. */
export class People {
  #browser
  #site
  #contexts = []

  constructor(browser, site) {
    this.#browser = browser
    this.#site = site
  }

  /**
   * Opens a tab and waits until it is connected.
   *
   * @param {string} path the page, such as `/shopping`
   * @param {object} query `transport` and others, see pages/tab.js
   * @param {{claims?: object, connected?: boolean, userAgent?: string}} options `claims` go into a session
   *     cookie; `connected: false` does not wait
   */
  async open(path, query, { claims, connected = true, ...options } = {}) {
    const context = await newContext(this.#browser, options)
    this.#contexts.push(context)
    if (claims) {
      await context.addCookies([{ name: 'session', value: sign(claims), url: this.#site.url, httpOnly: true, sameSite: 'Lax' }])
    }
    const page = await context.newPage()
    await page.goto(`${this.#site.url}${path}?${new URLSearchParams(query)}`)
    if (connected) await until(page, () => window.tab?.connectionId !== undefined)
    return page
  }

  /** Opens an admin's tab: a WebSocket that is subscribed to stats. */
  async admin(query = {}, path = '/admin') {
    const page = await this.open(path, { transport: 'websocket', subscribe: 'stats', ...query }, { claims: { role: 'admin' } })
    await until(page, () => window.tab.authorized === true)
    return page
  }

  async goHome() {
    await Promise.all(this.#contexts.map((context) => context.close()))
  }
}

/** Waits until `condition` holds in the page. If it never does, the error shows what the page knew. */
export async function until(page, condition, argument) {
  try {
    await page.waitForFunction(condition, argument, { timeout: PATIENCE })
  } catch (error) {
    const known = await page.evaluate(() => JSON.stringify(window.tab, null, 1)).catch(() => 'nothing: the page has gone')
    throw new Error(`never came true: ${condition} with ${JSON.stringify(argument)}; the page knew: ${known}`, { cause: error })
  }
}

/** Waits until the named fields of the page's stats have exactly these values. */
export function untilStats(page, expected) {
  return until(page, statsMatch, expected)
}

/** Runs in the page. */
function statsMatch(expected) {
  const sorted = (value) => JSON.stringify(typeof value === 'object' ? Object.entries(value).sort() : value)
  const stats = window.tab?.stats
  return stats !== undefined && Object.entries(expected).every(([name, value]) => sorted(stats[name]) === sorted(value))
}

/** Returns one field of the page's knowledge. */
export function known(page, name) {
  return page.evaluate((field) => window.tab[field], name)
}

/** Returns the types of the messages that a page has received, in order. */
export function types(page) {
  return page.evaluate(() => window.tab.messages.map(({ type }) => type))
}

/** Asserts that a page has received no message of this type so far. */
export async function hasNot(page, type) {
  assert.ok(!(await types(page)).includes(type), `${page.url()}: got a message of type ${type}`)
}
