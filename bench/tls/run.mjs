#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Measures what a held event stream costs the server in cleartext, over TLS, and over HTTP/2, where tabs of one browser share a connection.
//   node bench/tls/run.mjs [--tabs 4000]
// Needs ./rollcall built and openssl. Prints a table.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { connect as connectClear } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const { values } = parseArgs({ options: { tabs: { type: 'string', default: '4000' } } })
const tabs = Number(values.tabs)
const PORT = 8491
const AT_ONCE = 32
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const PATH = '/__skew/sse?version=v0&route=/a'
const HEAD = `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${BROWSER}\r\nAccept: text/event-stream\r\n\r\n`

/** The rows of the table: how tabs are opened, and how many of them share a connection. */
const WAYS = [
  { title: 'in cleartext, HTTP/1.1', tls: false, share: 1, open: () => stream(connectClear(PORT, '127.0.0.1')) },
  { title: 'TLS 1.3, HTTP/1.1', tls: true, share: 1, open: () => stream(connectTls({ port: PORT, host: '127.0.0.1', rejectUnauthorized: false })) },
  { title: 'TLS 1.3, HTTP/2, one tab per browser', tls: true, share: 1, open: () => streams(1) },
  { title: 'TLS 1.3, HTTP/2, five tabs per browser', tls: true, share: 5, open: () => streams(5) },
]

/** Opens an event stream and waits for its greeting. Returns a function that closes it. */
async function stream(socket) {
  socket.write(HEAD)
  await greeted(socket)
  return () => socket.destroy()
}

/** Opens an HTTP/2 connection with `share` event streams. Returns a function that closes it. */
async function streams(share) {
  const client = connectHttp2(`https://127.0.0.1:${PORT}`, { rejectUnauthorized: false })
  await once(client, 'connect')
  for (let i = 0; i < share; i++) await greeted(client.request({ ':path': PATH, 'user-agent': BROWSER }))
  return () => client.destroy()
}

/** Waits for the greeting. Later data is read and discarded. */
function greeted(readable) {
  return new Promise((resolve, reject) => {
    let text = ''
    readable.on('error', reject).on('close', () => reject(new Error('a stream ended before its greeting')))
    readable.on('data', (data) => {
      if (text !== null && (text += data).includes('"connected"')) resolve((text = null))
    })
  })
}

const rss = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) * 1024
const ticks = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0)

/** Opens `count` of them, AT_ONCE at a time. Returns the functions that close them. */
async function openAll(count, open) {
  const closers = []
  let next = 0
  const worker = async () => {
    while (next++ < count) closers.push(await open())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return closers
}

function certificate() {
  const [key, certificate] = [here('target/key.pem'), here('target/certificate.pem')]
  mkdirSync(here('target'), { recursive: true })
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', certificate],
    { stdio: 'ignore' })
  return [`--tls-certificate=${certificate}`, `--tls-key=${key}`]
}

async function serve(tls) {
  const child = spawn(here('../../rollcall'), ['serve', '--host=127.0.0.1', '--data-dir=none', `--port=${PORT}`, '--current-version=v0', `--max-connections=${tabs + 100}`, ...(tls ? certificate() : [])],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ROLLCALL_ADMIN_SECRET: 'only-for-this-measurement' } })
  const ended = once(child, 'exit').then(() => { throw new Error(`no server\n${log}`) })
  let log = ''
  while (!log.includes('listens on')) log += (await Promise.race([once(child.stderr, 'data'), ended]))[0]
  ended.catch(() => {}) // From here on the end is expected.
  child.stderr.resume()
  await wait(4000) // The server warms itself up.
  return child
}

async function measure({ tls, share, open }) {
  const server = await serve(tls)
  try {
    // The first tabs make the server load and compile code. That is not a cost per tab.
    for (const close of await openAll(200, open)) close()
    await wait(2000)
    const [memory, cpu, begun] = [rss(server.pid), ticks(server.pid), Date.now()]
    const closers = await openAll(tabs / share, open)
    const [seconds, spent] = [(Date.now() - begun) / 1000, ticks(server.pid) - cpu]
    await wait(2000)
    const bytes = (rss(server.pid) - memory) / tabs
    closers.forEach((close) => close())
    return { bytes, perSecond: tabs / seconds, micros: (spent * 10_000) / tabs }
  } finally {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
}

const round = (value) => Math.round(value).toLocaleString('en')
console.log(`| ${tabs.toLocaleString('en')} event streams | bytes per tab | tabs opened a second | server CPU µs per tab |\n|---|---:|---:|---:|`)
for (const way of WAYS) {
  const { bytes, perSecond, micros } = await measure(way)
  console.log(`| ${way.title} | ${round(bytes)} | ${round(perSecond)} | ${round(micros)} |`)
}
