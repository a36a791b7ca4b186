// SPDX-License-Identifier: Apache-2.0
// A separate Redis for a measurement, and what it has used.

import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { freePort, serve } from '../compare/programs.mjs'

// The clock ticks of /proc, the same on every Linux that Java runs on.
const TICKS_PER_SECOND = 100

/** Starts a Redis that keeps nothing on disk. Returns its port, `usage()` and `stop()`. */
export async function startRedis(log) {
  const port = await freePort()
  const server = await serve('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    log, ready: (output) => output.includes('Ready to accept connections'),
  })
  const [pid] = server.pids()
  return { port, stop: server.stop, usage: () => usage(port, pid) }
}

async function usage(port, pid) {
  const fields = Object.fromEntries((await info(port)).split('\r\n').map((line) => line.split(':')))
  return {
    at: performance.now() / 1000,
    cpu: cpuSeconds(pid),
    received: Number(fields.total_net_input_bytes),
    sent: Number(fields.total_net_output_bytes),
    commands: Number(fields.total_commands_processed),
    memory: Number(fields.used_memory),
  }
}

/** Returns what was used between two moments, per second. */
export function between(before, after) {
  const seconds = after.at - before.at
  const rate = (name) => (after[name] - before[name]) / seconds
  return { cpu: rate('cpu'), received: rate('received'), sent: rate('sent'), commands: rate('commands'), memory: after.memory }
}

// proc(5): after the name in brackets, the 12th and 13th fields are the ticks in user and system mode.
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

// An inline command, answered by one bulk string (Redis's protocol specification, RESP2).
function info(port) {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write('INFO\r\n'))
    socket.on('error', reject)
    socket.on('data', (data) => {
      answer += data
      const head = answer.match(/^\$(\d+)\r\n/)
      if (head && answer.length >= head[0].length + Number(head[1])) {
        socket.destroy()
        resolve(answer.slice(head[0].length))
      }
    })
  })
}
