#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Measures a full server: as many tabs as its open files allow, and the cost of turning more away. node bench/full/run.mjs
//   [--refusals 20000] Needs ./rollcall built, and bench/load/build. Prints a table.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load } from '../compare/peers.mjs'
import { freePort, serve } from '../compare/programs.mjs'

const { values } = parseArgs({ options: { refusals: { type: 'string', default: '20000' } } })
const refusals = Number(values.refusals)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('target')
mkdirSync(out, { recursive: true })

const SECRET = 'only-for-this-measurement-on-loopback'
const AT_ONCE = 64
const KINDS = {
  'event stream': 'GET /__skew/sse?version=v0&route=/a HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 Firefox/140.0\r\nAccept: */*\r\n\r\n',
  WebSocket: 'GET /__skew/ws?version=v0&route=/a HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 Firefox/140.0\r\nConnection: Upgrade\r\n'
    + 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
}

/** Sends a request on its own connection. Returns the status of the answer when the connection has ended. */
function status(port, request) {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1')
    socket.on('error', reject).on('close', () => resolve(text.split(' ')[1] ?? 'none'))
    socket.on('data', (data) => {
      text += data
      if (text.includes('\r\n\r\n')) socket.end()
    })
    socket.write(request)
  })
}

/** Lets `count` more tabs ask for a place, AT_ONCE at a time. Throws an error if one gets in, or gets no answer. */
async function knock(port, request, count) {
  let next = 0
  const worker = async () => {
    while (next++ < count) {
      const answer = await status(port, request)
      if (answer !== '503') throw new Error(`a tab more: ${answer} (expected: 503, because the server is full)`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

const ticks = Number(execFileSync('getconf', ['CLK_TCK']).toString())
const processor = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number).reduce((a, b) => a + b) / ticks
const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1000

const port = await freePort()
const server = await serve(here('../../rollcall'), ['serve', '--host=127.0.0.1', '--data-dir=none', `--port=${port}`, '--current-version=v0'],
  { log: `${out}/rollcall.log`, env: { ROLLCALL_ADMIN_SECRET: SECRET }, ready: (output) => output.includes('Capacity') && output.includes('listens on') })
await wait(3000)
const [pid] = server.pids()
const capacity = Number(readFileSync(`${out}/rollcall.log`, 'utf8').match(/Capacity: ([\d,]+) connections/)[1].replaceAll(',', ''))
const tabs = await serve(load, ['--label', 'full', '--target', `127.0.0.1:${port}`, '--tabs', `${capacity}`, '--sources', '4', '--timeout', '40', 'connect', 'sleep=600'],
  { log: `${out}/load.log`, ready: (output) => output.includes('"phase":"connect"') })
const stats = async () => {
  const began = performance.now()
  const answer = await fetch(`http://127.0.0.1:${port}/__skew/admin/stats`, { headers: { Authorization: `Bearer ${SECRET}` } })
  const { total } = await answer.json()
  return { total, millis: performance.now() - began }
}
try {
  console.log(`${capacity.toLocaleString('en')} tabs, ${resident(pid).toFixed(0)} MB; admins count ${(await stats()).total.toLocaleString('en')}\n`)
  console.log('| turned away | a second | µs of processor each | an admin\'s stats meanwhile, ms | memory, MB |\n|---|---:|---:|---:|---:|')
  for (const [name, request] of Object.entries(KINDS)) {
    await knock(port, request, 2000) // warm-up, so that code is compiled
    const [cpu, began] = [processor(pid), performance.now()]
    const knocking = knock(port, request, refusals)
    await wait(200)
    const { total, millis } = await stats()
    if (total !== capacity) throw new Error(`stats: ${total} tabs (expected: ${capacity})`)
    await knocking
    const seconds = (performance.now() - began) / 1000
    console.log(`| ${name} | ${Math.round(refusals / seconds).toLocaleString('en')} | ${((processor(pid) - cpu) / refusals * 1e6).toFixed(0)} | ${millis.toFixed(0)} | ${resident(pid).toFixed(0)} |`)
  }
} finally {
  await tabs.stop()
  await server.stop()
}
