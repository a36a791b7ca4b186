// SPDX-License-Identifier: Apache-2.0
// What a server counts.

import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { ADMIN_SECRET } from './server.mjs'

const PATIENCE = 20_000
const INTERVAL = 50

/** Reads the stats again and again until `holds` accepts them, and returns them. */
export async function untilStats(server, holds) {
  const end = Date.now() + PATIENCE
  for (;;) {
    const stats = await read(server)
    if (holds(stats)) return stats
    assert.ok(Date.now() < end, `never came true: ${holds}; the last stats were ${JSON.stringify(stats)}`)
    await pause(INTERVAL)
  }
}

async function read(server) {
  const response = await fetch(`${server.url}/__skew/admin/stats`, { headers: { Authorization: `Bearer ${ADMIN_SECRET}` } })
  assert.equal(response.status, 200)
  return response.json()
}
