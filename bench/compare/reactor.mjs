// SPDX-License-Identifier: Apache-2.0
// The ways to hold tabs where an application runs on Reactor Netty, by turns and in one run. Rollcall's own host stands beside them.

import { appendFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { at, median, number, table, times } from './figures.mjs'
import { load, preparations, rollcallArgs, startReactor } from './peers.mjs'
import { freePort, run } from './programs.mjs'

const WAYS = [
  { way: 'plain', title: 'Reactor Netty, its public API' },
  { way: 'guest', title: 'Reactor Netty, below it' },
  { way: 'flux-plain', title: 'WebFlux, a filter and the public API' },
  { way: 'flux-guest', title: 'WebFlux, the starter' },
  { way: 'channels', title: "Rollcall's host, on channels" },
  { way: 'dense', title: "Rollcall's host, without channels" },
]
const PROTOCOLS = [
  { protocol: 'sse', title: 'event streams' },
  { protocol: 'ws', title: 'WebSockets' },
]

// What the first tabs make the server load and compile is no cost of a tab's.
const WARM_UP = ['connect', 'fanout=20', 'reconnect=0:3', 'close']
// The heap is looked at while the first "sleep" lasts; the second "hold" is what the process has when its garbage is gone.
const MEASURED = ['connect', 'hold=3', 'sleep=6', 'hold=2', 'fanout=10', 'reconnect=0:4', 'watch=5', 'churn=8:1000', 'unwatch', 'close']

/** Bytes in use on the heap of a JVM, garbage collected first. */
async function heap(pid) {
  const histogram = await run('jcmd', [`${pid}`, 'GC.class_histogram'])
  return Number(histogram.trim().split('\n').at(-1).match(/^Total\s+\d+\s+(\d+)/)[1])
}

async function turn({ way, protocol }, tabs) {
  const port = await freePort()
  const server = await startReactor(way, port, tabs)
  const [pid] = server.pids()
  const ask = (phases, onOutput) =>
    run(load, ['--label', `${way}-${protocol}`, '--target', `127.0.0.1:${port}`, '--pid', `${pid}`, '--tabs', `${tabs}`, '--sources', '4', '--timeout', '40',
      '--protocol', protocol, ...rollcallArgs, ...phases], { showErrors: true, onOutput })
  try {
    await ask(WARM_UP)
    await wait(1000)
    const empty = await heap(pid)
    let full
    const output = await ask(MEASURED, (line) => {
      if (line.includes('"hold"')) full ??= heap(pid)
    })
    const lines = output.trim().split('\n').map((line) => JSON.parse(line))
    return [...lines, { phase: 'heap', bytes_per_connection: ((await full) - empty) / tabs }]
  } finally {
    await server.stop()
  }
}

/** The lines of a way's turns; `pick(phase, field)` is one field of them. */
function of(results, { way, protocol }) {
  const mine = results.filter((line) => line.way === way && line.protocol === protocol)
  const pick = (phase, field) => mine.filter((line) => line.phase === phase).map((line) => line[field])
  const second = (phase, field) => [...new Set(mine.map((line) => line.round))].map((round) => mine.filter((line) => line.round === round && line.phase === phase)[1]?.[field])
  return { pick, second }
}

const COLUMNS = [
  ['heap a tab, bytes', ({ pick }) => median(pick('heap', 'bytes_per_connection')), 0],
  ['process a tab, bytes', ({ second }) => median(second('hold', 'bytes_per_connection')), 0],
  ['to open one, CPU µs', ({ pick }) => median(pick('reconnect', 'server_cpu_us_per_connect')), 0],
  ['to all, CPU ms', ({ pick }) => median(pick('fanout', 'server_cpu_ms')), 0],
  ['p50, ms', ({ pick }) => median(pick('fanout', 'p50_ms')), 0],
  ['p99, ms', ({ pick }) => median(pick('fanout', 'p99_ms')), 0],
  ['a route update, CPU µs', ({ pick }) => median(pick('churn', 'server_cpu_us_per_update')), 0],
]

function report(results, { tabs, rounds }) {
  const loads = results.map((line) => line.load)
  const tables = PROTOCOLS.map(({ protocol, title }) => {
    const row = ({ way }) => COLUMNS.map(([, value]) => value(of(results, { way, protocol })))
    const [plain, guest] = [row(WAYS[0]), row(WAYS[1])]
    const rows = WAYS.map((each) => [each.title, ...row(each).map((value, i) => number(value, COLUMNS[i][2]))])
    const ratio = ['the first over the second', ...plain.map((value, i) => times(value / guest[i]))]
    return `${number(tabs)} ${title}\n\n${table(['', ...COLUMNS.map(([name]) => name)], [...rows, ratio])}`
  })
  return `Medians of ${rounds} rounds; load average before a turn ${number(at(loads, 0), 1)} to ${number(at(loads, 1), 1)}.\n\n${tables.join('\n\n')}`
}

/**
 * Measures all ways and gives the tables.
 *
 * @param {{tabs: number, rounds: number, results: string}} asked `results` is the file that every line is written to
 */
export async function measureReactor(asked) {
  await preparations.load()
  await preparations.reactor()
  writeFileSync(asked.results, '')
  const all = PROTOCOLS.flatMap(({ protocol }) => WAYS.map(({ way }) => ({ way, protocol })))
  const results = []
  for (let round = 1; round <= asked.rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const each = all[(i + round - 1) % all.length]
      const before = loadavg()[0]
      const lines = (await turn(each, asked.tabs)).map((line) => ({ ...line, ...each, round, load: before }))
      for (const line of lines) appendFileSync(asked.results, `${JSON.stringify(line)}\n`)
      results.push(...lines)
      console.error(`${new Date().toISOString().slice(11, 19)}  round ${round}  ${each.way} ${each.protocol}  (load average before: ${before.toFixed(1)})`)
    }
  }
  return report(results, asked)
}
