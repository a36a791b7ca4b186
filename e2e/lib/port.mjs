// SPDX-License-Identifier: Apache-2.0
// Ports for servers whose address must be known before they start.

import { createServer } from 'node:net'

// Below the ports that systems choose on their own, from 32,768 on Linux: otherwise somebody who asks for any port, as most
// servers in tests do, may be given this one before it is needed.
const LOWEST = 10_000
const END = 32_768

/** Returns a loopback port that nobody uses now. */
export async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (END - LOWEST))
    if (await isFree(port)) return port
  }
  throw new Error('no free port')
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
