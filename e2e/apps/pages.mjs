// SPDX-License-Identifier: Apache-2.0
// Tabs on the pages of the two applications, and what the server knows of them.

import assert from 'node:assert/strict'
import { newContext } from '../lib/chromium.mjs'
import { ADMIN_SECRET } from '../lib/server.mjs'

/** Opens a tab in a browser of its own; what the browser complains about is in `problems`. */
export async function open(browser, address) {
  const context = await newContext(browser)
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(error.message))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' || /mismatch/i.test(text)) page.problems.push(`${text} ${message.location().url}`)
  })
  await page.goto(address)
  return page
}

/** Waits until elements have these texts, by id. */
export async function shows(page, texts) {
  const matches = (expected) => Object.entries(expected).every(([id, text]) => document.getElementById(id)?.textContent === text)
  try {
    await page.waitForFunction(matches, texts)
  } catch (cause) {
    throw new Error(`never showed ${JSON.stringify(texts)}, but ${await page.innerText('body')}; problems: ${page.problems}`, { cause })
  }
}

/** Sends a request to a server's admin endpoints. */
export async function admin(server, path, body) {
  const headers = { authorization: `Bearer ${ADMIN_SECRET}`, 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/__skew/admin/${path}`, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
  assert.equal(response.status, 200, path)
  return response.json()
}

/** Waits until the stats of a server satisfy a condition. Each question waits for its answer. */
export async function untilStats(server, condition) {
  const end = Date.now() + 30_000
  for (let stats; ; ) {
    stats = await admin(server, 'stats')
    if (condition(stats)) return stats
    assert.ok(Date.now() < end, `never came true: ${condition}, but ${JSON.stringify(stats)}`)
  }
}
