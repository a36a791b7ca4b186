// SPDX-License-Identifier: Apache-2.0
// A load balancer without sticky sessions: each connection goes to the next server in turn, skipping any that is not there.

import { connect, createServer } from 'node:net'

/**
 * Starts a balancer on loopback.
 *
 * @param {number[]} ports where the servers listen
 * @param {number} port a free port
 */
export async function startBalancer(ports, port) {
  let next = 0
  const sockets = new Set()
  const server = createServer((from) => {
    sockets.add(from)
    from.once('close', () => sockets.delete(from)).on('error', () => from.destroy())
    join(from, ports.length)
  })
  const join = (from, tries) => {
    if (tries === 0) return from.destroy()
    const to = connect(ports[next++ % ports.length], '127.0.0.1')
    to.once('error', () => join(from, tries - 1))
    to.once('connect', () => {
      to.removeAllListeners('error').on('error', () => from.destroy()).once('close', () => from.destroy())
      from.once('close', () => to.destroy())
      from.pipe(to).pipe(from)
    })
  }
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
