// SPDX-License-Identifier: Apache-2.0
// Tabs of an application that uses @rollcall/client (pages/app.js). All belong to one person: one browser, shared cookies.

import { newContext } from './chromium.mjs'

const PATIENCE = 30_000

/** One person's browser on a site. */
export class Person {
  #context
  #site

  constructor(context, site) {
    this.#context = context
    this.#site = site
  }

  static async visit(browser, site, options) {
    return new Person(await newContext(browser, options), site)
  }

  /** The browser context, so that tests can change it. */
  get context() {
    return this.#context
  }

  /** Opens a tab and, unless `connected` is false, waits until it is connected. */
  async open(path, { connected: wait = true, ...query } = {}) {
    const page = await this.#context.newPage()
    await page.goto(this.url(path, query))
    if (wait) await connected(page)
    return page
  }

  /** Returns the address of a page that uses the client. */
  url(path, query = {}) {
    const [before, fragment] = path.split('#')
    return `${this.#site.url}${before}?${new URLSearchParams({ page: 'app', ...query })}${fragment ? `#${fragment}` : ''}`
  }

  leave() {
    return this.#context.close()
  }
}

/** Waits until `condition` holds in the page. If it never does, the error shows the client's state. */
export async function until(page, condition, argument) {
  try {
    await page.waitForFunction(condition, argument, { timeout: PATIENCE })
  } catch (error) {
    const state = await page
      .evaluate(() => JSON.stringify({ state: window.app?.client.state, messages: window.app?.messages }))
      .catch(() => 'nothing: the page has gone')
    throw new Error(`never came true: ${condition} with ${JSON.stringify(argument)}; the page knew: ${state}`, { cause: error })
  }
}

/** Waits until the tab is connected, over the given transport if there is one. */
export function connected(page, transport) {
  return until(
    page,
    (expected) => {
      const state = window.app?.client.state
      return state?.status === 'connected' && (!expected || state.transport === expected)
    },
    transport,
  )
}

/** Returns the client's state. */
export function state(page) {
  return page.evaluate(() => window.app.client.state)
}
