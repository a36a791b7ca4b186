// SPDX-License-Identifier: Apache-2.0
// Tabs of an application that uses @rollcall/client (pages/app.js), all of one person: one browser, shared cookies.

import { newContext } from './chromium.mjs'

const PATIENCE = 30_000

/** A person's browser on a site. */
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

  /** The browser's context, for what tests do to it. */
  get context() {
    return this.#context
  }

  /** Opens a tab; waits until it is connected unless told otherwise. */
  async open(path, { connected: wait = true, ...query } = {}) {
    const page = await this.#context.newPage()
    await page.goto(this.url(path, query))
    if (wait) await connected(page)
    return page
  }

  /** The address of a page that uses the client. */
  url(path, query = {}) {
    const [before, fragment] = path.split('#')
    return `${this.#site.url}${before}?${new URLSearchParams({ page: 'app', ...query })}${fragment ? `#${fragment}` : ''}`
  }

  leave() {
    return this.#context.close()
  }
}

/** Waits for something to hold in the page; when it never does, says what the client's state was. */
export async function until(page, condition, argument) {
  try {
    await page.waitForFunction(condition, argument, { timeout: PATIENCE })
  } catch (error) {
    const state = await page
      .evaluate(() => JSON.stringify({ state: window.app?.client.state, messages: window.app?.messages }))
      .catch(() => 'nothing: the page is gone')
    throw new Error(`never came true: ${condition} with ${JSON.stringify(argument)}; the page knew: ${state}`, { cause: error })
  }
}

/** Waits until the tab is connected. */
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

/** The client's state. */
export function state(page) {
  return page.evaluate(() => window.app.client.state)
}
