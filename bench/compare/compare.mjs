// SPDX-License-Identifier: Apache-2.0
// The comparison: all peers in turn, a fresh process each time, one load generator.

import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureMany } from './many.mjs'
import { load, nginxFiles, peers, preparations } from './peers.mjs'
import { freePort, run } from './programs.mjs'
import { measureReactor } from './reactor.mjs'
import { writeReport } from './report.mjs'

const out = fileURLToPath(new URL('target', import.meta.url))
const RESULTS = `${out}/results.jsonl`
const FACTS = `${out}/facts.json`

const HELP = `bench/compare/run [options]

Builds, installs and measures Rollcall and its peers, and writes docs/performance.md. Needs Linux, a C compiler, JDK 17, Maven, Node 20.

  --quick          2,000 tabs, one round: about ten minutes
  --tabs N         tabs per server (default: 18,000, or what the open-file limit allows)
  --rounds N       fresh processes per peer (default: 3)
  --only A,B       only these peers: ${peers.map((peer) => peer.name).join(' ')}
  --no-docs        does not change docs/; the table is printed in any case
  --many N         only Rollcall: --tabs (default: 300,000) over N processes; prints, and does not change docs/
  --reactor        only the ways to hold tabs on Reactor Netty (docs/decisions/0017); prints, and does not change docs/
  --report         measures nothing, and writes the report of the last results again
`

/** Returns the options. Throws an error with the reason if one is invalid. */
function options() {
  const switches = ['quick', 'no-docs', 'reactor', 'report', 'help'].map((name) => [name, { type: 'boolean' }])
  const words = ['tabs', 'rounds', 'only', 'many'].map((name) => [name, { type: 'string' }])
  const { values } = parseArgs({ options: Object.fromEntries([...switches, ...words]) })
  if (values.help) return console.log(HELP), process.exit(0)
  if (values.many) return { many: { processes: number('many', values.many), tabs: number('tabs', values.tabs ?? '300000') } }
  const names = values.only?.split(',') ?? peers.map((peer) => peer.name)
  const unknown = names.find((name) => !peers.some((peer) => peer.name === name))
  if (unknown) throw new Error(`only: ${unknown} (expected: some of ${peers.map((peer) => peer.name).join(', ')})`)
  const room = openFiles() - 1000
  const tabs = number('tabs', values.tabs ?? (values.quick ? 2000 : Math.min(18_000, room)))
  if (tabs > room) throw new Error(`tabs: ${tabs} (expected: at most ${room}; the open-file limit is ${openFiles()}, see ulimit -n)`)
  return { ...values, tabs, rounds: number('rounds', values.rounds ?? (values.quick ? 1 : 3)), names }
}

function number(name, text) {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name}: ${text} (expected: a whole number, 1 or more)`)
  return value
}

const openFiles = () => Number(execFileSync('sh', ['-c', 'ulimit -Hn']).toString().replace('unlimited', '1000000'))

/** Returns the facts that a reader needs to judge the figures. */
function machine(asked) {
  const first = (command, args) => {
    try {
      return execFileSync('sh', ['-c', `${command} ${args} 2>&1`]).toString().split('\n')[0].trim()
    } catch {
      return 'none'
    }
  }
  return {
    command: ['bench/compare/run', ...process.argv.slice(2)].join(' '),
    date: new Date().toISOString().slice(0, 10),
    commit: first('git', 'rev-parse --short HEAD'),
    tabs: asked.tabs,
    rounds: asked.rounds,
    processor: cpus()[0].model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    openFiles: openFiles(),
    java: first('java', '-version'),
    node: process.version,
    nginx: first(nginxFiles().binary ?? 'nginx', '-v'),
    loadAtStart: loadavg().map((value) => value.toFixed(1)).join(', '),
  }
}

/** Returns the phases for a peer. Phases that a server may not recover from come last. */
function phases(peer, tabs) {
  const asleep = Math.max(100, Math.round((tabs / 36) * (peer.asleep ?? 1)))
  const stats = [...(peer.updates ?? []).flatMap((rate) => [`watch=5`, `churn=8:${rate}`, 'unwatch', 'sleep=1'])]
  // As often as without an admin, because a process is slow when it does something for the first time.
  const watched = peer.updates ? ['watch=1', `reconnect=0:${peer.storms ?? 1}`] : []
  if (peer.onlyStats) return ['connect', `reconnect=0:${peer.storms}`, ...stats, ...watched, 'close']
  const all = ['connect', 'hold=3', 'fanout=5', `fanout=5:${asleep}`, 'close']
  if (peer.frees === false) return all
  return [...all, `reconnect=0:${peer.storms ?? 3}`, 'hold=2', ...stats, ...watched, 'close']
}

/** Returns the command that measures a peer, as an array. */
function measuring(peer, port, pids, tabs, label) {
  return [load, '--label', label, '--target', `127.0.0.1:${port}`, '--pid', pids, '--tabs', `${tabs}`, '--sources', '4', '--timeout', '40', ...peer.args,
    ...phases(peer, tabs)]
}

async function measure(peer, round, asked) {
  const port = await freePort()
  const before = loadavg()[0].toFixed(1)
  const server = await peer.start(port, asked.tabs)
  try {
    const [command, ...args] = measuring(peer, port, server.pids().join(','), asked.tabs, peer.name)
    const lines = (await run(command, args, { showErrors: true })).trim().split('\n')
    for (const line of lines) appendFileSync(RESULTS, `${JSON.stringify({ peer: peer.name, round, load: Number(before), ...JSON.parse(line) })}\n`)
    console.error(`${new Date().toISOString().slice(11, 19)}  round ${round}  ${peer.name}  (load average before: ${before})`)
  } finally {
    await server.stop()
  }
}

/** Builds or installs only what has changed since the last time, because npm and Nuxt take minutes. */
async function prepare(chosen) {
  for (const name of new Set(['load', ...chosen.map((peer) => peer.prepare)])) {
    const started = Date.now()
    await preparations[name]()
    console.error(`prepared ${name} in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  }
}

/** Measures all peers in turn. Every round begins with another peer. */
async function measureAll(chosen, asked) {
  writeFileSync(RESULTS, '')
  const failures = []
  for (let round = 1; round <= asked.rounds; round++) {
    for (let i = 0; i < chosen.length; i++) {
      const peer = chosen[(i + round - 1) % chosen.length]
      await measure(peer, round, asked).catch((error) => {
        failures.push(peer.name)
        console.error(`${peer.name}: ${error.message}`)
      })
    }
  }
  return failures
}

function report(asked) {
  if (!existsSync(RESULTS) || !existsSync(FACTS)) throw new Error(`report: no results in ${out} (expected: the results of an earlier measurement)`)
  const results = readFileSync(RESULTS, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const facts = JSON.parse(readFileSync(FACTS, 'utf8'))
  const commands = Object.fromEntries(peers.map((peer) => [peer.name, measuring(peer, 'PORT', 'PID', facts.tabs, peer.name)]))
  console.log(writeReport({ results, facts, peers, commands, docs: !asked['no-docs'] }))
}

async function main() {
  const asked = options()
  mkdirSync(out, { recursive: true })
  if (asked.report) return report(asked)
  if (asked.many) return console.log(await measureMany(asked.many))
  if (asked.reactor) return console.log(await measureReactor({ ...asked, results: `${out}/reactor.jsonl` }))
  const chosen = peers.filter((peer) => asked.names.includes(peer.name))
  await prepare(chosen)
  const facts = machine(asked)
  console.error(JSON.stringify(facts, null, 2))
  const failures = await measureAll(chosen, asked)
  writeFileSync(FACTS, JSON.stringify({ ...facts, loadAtEnd: loadavg().map((value) => value.toFixed(1)).join(', '), failures }, null, 2))
  report(asked)
  if (failures.length > 0) throw new Error(`not measured: ${failures.join(', ')} (expected: all; see above)`)
}

try {
  await main()
} catch (error) {
  console.error(`bench/compare/run: ${error.message}`)
  process.exitCode = 1
}
