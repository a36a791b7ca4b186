// SPDX-License-Identifier: Apache-2.0
// Starts a Redis that saves nothing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { missing, onPath } from './path.mjs'

/**
 * Starts a Redis on loopback. Debian's redis-tools contains the server under another name; the program acts by the name it is
 * called by.
 *
 * @param {number} port a free port
 * @returns {Promise<{port: number, stop(): Promise<void>} | undefined>} undefined if there is no Redis and CI is not set
 */
export async function startRedis(port) {
  const path = onPath('redis-server', 'redis-check-rdb')
  if (!path) return missing('no Redis (expected: redis-server on PATH; redis/prepare installs it)')
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no']
  const child = spawn(path, args.map(String), { argv0: 'redis-server', stdio: 'ignore' })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode} before it was ready`)
    await wait(50)
  }
  return {
    port,
    async stop() {
      process.off('exit', kill)
      const ended = once(child, 'close')
      kill()
      await ended
    },
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('close', () => socket.destroy())
    socket.once('connect', () => socket.end())
  })
}
