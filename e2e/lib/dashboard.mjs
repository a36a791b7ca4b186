// SPDX-License-Identifier: Apache-2.0
// The dashboard in its own browser. Its parts are found by the names that people see and screen readers read.

import assert from 'node:assert/strict'
import { newContext } from './chromium.mjs'

export class Dashboard {
  #console = []
  #expected = []

  constructor(page) {
    this.page = page
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.#console.push(message.text())
    })
    page.on('pageerror', (error) => this.#console.push(String(error)))
  }

  static async open(browser, url, options = {}) {
    const context = await newContext(browser, options)
    const dashboard = new Dashboard(await context.newPage())
    await dashboard.page.goto(options.address ?? `${url}/__skew/dashboard/`)
    return dashboard
  }

  async signIn(secret) {
    await this.page.getByLabel('Admin secret').fill(secret)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  /** Waits until the figures are live. */
  live() {
    return this.page.getByRole('status', { name: 'Connection' }).filter({ hasText: 'Live' }).waitFor()
  }

  /** Waits until this number of tabs is shown. */
  total(count) {
    return this.page
      .getByRole('region', { name: /Tabs? open now/ })
      .getByText(String(count), { exact: true })
      .waitFor()
  }

  /** Goes to a page of the dashboard, and waits until the focus is on its heading. */
  async show(name) {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click()
    await this.page.waitForFunction((title) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent === title, name)
  }

  /** Presses Tab until the element with this name has the focus. */
  tabTo(name) {
    return this.#pressTo('Tab', name)
  }

  /** Presses Shift+Tab until it has the focus. */
  tabBackTo(name) {
    return this.#pressTo('Shift+Tab', name)
  }

  async #pressTo(key, name) {
    for (let i = 0; i < 60; i++) {
      await this.page.keyboard.press(key)
      const focused = await this.page.evaluate(() => {
        const at = document.activeElement
        return (at?.labels?.[0] ?? at)?.textContent?.trim() ?? ''
      })
      if (typeof name === 'string' ? focused === name : name.test(focused)) return
    }
    assert.fail(`${name}: not reached by Tab`)
  }

  /** Checks the rules of WCAG 2.2 A and AA that a program can check. */
  accessible(axe) {
    return accessible(this.page, axe)
  }

  /** Allows console messages that match, for this test. */
  expects(pattern) {
    this.#expected.push(pattern)
  }

  /** Returns the console messages that are not allowed. */
  said() {
    return this.#console.filter((text) => !this.#expected.some((pattern) => pattern.test(text)))
  }

  close() {
    return this.page.context().close()
  }
}

/** Checks the rules of WCAG 2.2 A and AA that a program can check (axe-core). */
export async function accessible(page, axe) {
  await page.getByRole('heading', { level: 1 }).first().waitFor() // otherwise elements that appear later would not be checked
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)
  })
  assert.deepEqual(violations, [])
}
