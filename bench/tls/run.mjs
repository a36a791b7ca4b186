#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Measures what TLS costs a server, compared with nginx: a handshake, with and without resumption, and a held event stream.
//   node bench/tls/run.mjs [--tabs 4000] [--handshakes 3000] [--rounds 3] Needs ./rollcall built, openssl, and Debian or a
//   similar distribution for nginx with nchan. Prints two tables.

import { connect as connectHttp2 } from 'node:http2'
import { once } from 'node:events'
import { connect as connectClear } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { KEYS, PORT, SERVERS, memory, processor } from './servers.mjs'

const { values } = parseArgs({
  options: { tabs: { type: 'string', default: '4000' }, handshakes: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '3' } },
})
const [tabs, handshakes, rounds] = [values.tabs, values.handshakes, values.rounds].map(Number)
const AT_ONCE = 32
const WARM_UP = 500
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const STREAM = '/__skew/sse?version=v0&route=/a'
const head = (path, more) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${BROWSER}\r\n${more}\r\n\r\n`
const tls = (options = {}) => connectTls({ port: PORT, host: '127.0.0.1', rejectUnauthorized: false, ...options })

/** The ways in which a tab can be held, and how many of them share a connection. */
const WAYS = [
  { title: 'in cleartext, HTTP/1.1', key: null, share: 1, open: () => stream(connectClear(PORT, '127.0.0.1')) },
  { title: 'TLS 1.3, HTTP/1.1', key: 'ECDSA', share: 1, open: () => stream(tls()) },
  { title: 'TLS 1.3, HTTP/2, one tab per browser', key: 'ECDSA', share: 1, http2: true, open: () => streams(1) },
  { title: 'TLS 1.3, HTTP/2, five tabs per browser', key: 'ECDSA', share: 5, http2: true, open: () => streams(5) },
]

/** Opens an event stream and waits for its head. Returns a function that closes it. */
async function stream(socket) {
  socket.write(head(STREAM, 'Accept: text/event-stream'))
  await answered(socket, 'HTTP/1.1 200')
  return () => socket.destroy()
}

/** Opens an HTTP/2 connection with `share` event streams. Returns a function that closes it. */
async function streams(share) {
  const client = connectHttp2(`https://127.0.0.1:${PORT}`, { rejectUnauthorized: false })
  await once(client, 'connect')
  for (let i = 0; i < share; i++) await answered(client.request({ ':path': STREAM, 'user-agent': BROWSER }), '"connected"')
  return () => client.destroy()
}

/** Waits until a text has come. Later data is read and discarded. */
function answered(readable, expected) {
  return new Promise((resolve, reject) => {
    let text = ''
    readable.on('error', reject).on('close', () => reject(new Error('a connection ended before its answer')))
    readable.on('data', (data) => {
      if (text !== null && (text += data).includes(expected)) resolve((text = null))
    })
  })
}

/** Makes a handshake and one small request. Returns the session that the next one can resume. */
async function handshake(session) {
  const socket = tls(session === null ? {} : { session })
  let ticket = null
  socket.on('session', (given) => (ticket = given))
  socket.write(head('/__skew/health', 'Connection: close'))
  await answered(socket, '"ok":true')
  if (session !== null && !socket.isSessionReused()) throw new Error('a session was not resumed (expected: tickets that are taken again)')
  socket.destroy()
  return ticket
}

/** Does something `count` times, AT_ONCE at a time. Returns the results. */
async function repeat(count, act) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next++ < count) results.push(await act())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

async function hold(server, { share, open }) {
  // The first tabs make a server load and compile code. That is not a cost per tab.
  for (const close of await repeat(WARM_UP, open)) close()
  await wait(2000)
  const [bytes, cpu] = [memory(server), processor(server)]
  const closers = await repeat(tabs / share, open)
  const spent = processor(server) - cpu
  await wait(2000)
  const grown = memory(server) - bytes
  closers.forEach((close) => close())
  return { bytes: grown / tabs, micros: spent / tabs }
}

/** Returns the processor time of a handshake, and of one that resumes a session, in microseconds; each with its small request. */
async function shake(server) {
  const [ticket] = (await repeat(WARM_UP, () => handshake(null))).filter((each) => each !== null)
  if (ticket === undefined) throw new Error('no server gave a ticket (expected: sessions that can be resumed)')
  const cost = async (session) => {
    const before = processor(server)
    await repeat(handshakes, () => handshake(session))
    return (processor(server) - before) / handshakes
  }
  return { full: await cost(null), resumed: await cost(ticket) }
}

/** Measures with a fresh server each time. Returns the medians of all figures. */
async function measure(start, key, act) {
  const all = []
  for (let round = 0; round < rounds; round++) {
    const server = await start(key, tabs)
    try {
      all.push(await act(server))
    } finally {
      await server.stop()
    }
  }
  const median = (name) => all.map((each) => each[name]).sort((a, b) => a - b)[Math.floor(all.length / 2)]
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, median(name)]))
}

const round = (value) => Math.round(value).toLocaleString('en')
const kinds = Object.keys(KEYS)
console.log(`| µs of the server's processor | ${kinds.map((kind) => `${kind}, full | ${kind}, resumed`).join(' | ')} |\n|---|${'---:|'.repeat(2 * kinds.length)}`)
for (const { name, start } of SERVERS) {
  const cells = []
  for (const kind of kinds) {
    const { full, resumed } = await measure(start, kind, shake)
    cells.push(round(full), round(resumed))
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`)
}
console.log(`\n| ${tabs.toLocaleString('en')} event streams | | bytes a tab | µs of the server's processor a tab |\n|---|---|---:|---:|`)
for (const { name, start, http2 } of SERVERS) {
  for (const way of WAYS) {
    if (way.http2 && !http2) continue
    if (way.key === null && name.includes('Java')) continue // In the clear both are the same.
    const { bytes, micros } = await measure(start, way.key, (server) => hold(server, way))
    console.log(`| ${name} | ${way.title} | ${round(bytes)} | ${round(micros)} |`)
  }
}
