// SPDX-License-Identifier: Apache-2.0
// What Playwright and Puppeteer have in common.

/**
 * Returns a person's visits, each in a context of its own.
 *
 * @param {() => Promise<object>} newContext
 * @param {(page: object) => object} rest what a tab does in another way in each of them
 */
export function visiting(newContext, rest) {
  return async () => {
    const context = await newContext()
    const newTab = async () => {
      const page = await context.newPage()
      return { ...common(page), ...rest(page) }
    }
    return { newTab, leave: () => context.close() }
  }
}

function common(page) {
  return {
    open: (url) => page.goto(url),
    click: (selector) => page.click(selector),
    evaluate: (script, argument) => page.evaluate(script, argument),
    close: () => page.close(),
  }
}
