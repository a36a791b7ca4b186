// SPDX-License-Identifier: Apache-2.0
// Measures the ways to hold tabs on Reactor Netty against each other and against Rollcall's own host, in turn.

import { appendFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { at, median, number, table, times } from './figures.mjs'
import { load, preparations, rollcallArgs, startReactor } from './peers.mjs'
import { freePort, run } from './programs.mjs'

const WAYS = [
  { way: 'plain', title: 'Reactor Netty, public API' },
  { way: 'guest', title: 'Reactor Netty, below it' },
  { way: 'flux-plain', title: 'WebFlux filter, public API' },
  { way: 'flux-guest', title: 'WebFlux with the starter' },
  { way: 'channels', title: "Rollcall's host, on channels" },
  { way: 'dense', title: "Rollcall's host, without channels" },
]
const PROTOCOLS = [
  { protocol: 'sse', title: 'event streams' },
  { protocol: 'ws', title: 'WebSockets' },
]

// The first tabs make the server load and compile code, which is not a cost of a tab.
const WARM_UP = ['connect', 'fanout=20', 'reconnect=0:3', 'close']
// The heap is measured during "sleep", which collects the garbage. The second "hold" measures the process after that.
const MEASURED = ['connect', 'hold=3', 'sleep=6', 'hold=2', 'fanout=10', 'reconnect=0:4', 'watch=5', 'churn=8:1000', 'unwatch', 'close']

/** Returns the bytes in use on a JVM's heap after a garbage collection. */
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

/** Returns access to one way's lines: all values of a field in a phase, or its second value in each round. */
function of(results, { way, protocol }) {
  const mine = results.filter((line) => line.way === way && line.protocol === protocol)
  const pick = (phase, field) => mine.filter((line) => line.phase === phase).map((line) => line[field])
  const second = (phase, field) => [...new Set(mine.map((line) => line.round))].map((round) => mine.filter((line) => line.round === round && line.phase === phase)[1]?.[field])
  return { pick, second }
}

const COLUMNS = [
  ['heap per tab, bytes', ({ pick }) => median(pick('heap', 'bytes_per_connection'))],
  ['process per tab, bytes', ({ second }) => median(second('hold', 'bytes_per_connection'))],
  ['open a tab, CPU µs', ({ pick }) => median(pick('reconnect', 'server_cpu_us_per_connect'))],
  ['message to all, CPU ms', ({ pick }) => median(pick('fanout', 'server_cpu_ms'))],
  ['p50, ms', ({ pick }) => median(pick('fanout', 'p50_ms'))],
  ['p99, ms', ({ pick }) => median(pick('fanout', 'p99_ms'))],
  ['route update, CPU µs', ({ pick }) => median(pick('churn', 'server_cpu_us_per_update'))],
]

function report(results, { tabs, rounds }) {
  const loads = results.map((line) => line.load)
  const tables = PROTOCOLS.map(({ protocol, title }) => {
    const row = ({ way }) => COLUMNS.map(([, value]) => value(of(results, { way, protocol })))
    const rows = WAYS.map((each) => [each.title, ...row(each).map((value) => number(value))])
    const ratio = (name, one, other) => {
      const others = row(other)
      return [name, ...row(one).map((value, i) => times(value / others[i]))]
    }
    const ratios = [ratio('public API : below it', WAYS[0], WAYS[1]), ratio('WebFlux filter : starter', WAYS[2], WAYS[3])]
    return `${number(tabs)} ${title}\n\n${table(['', ...COLUMNS.map(([name]) => name)], [...rows, ...ratios])}`
  })
  return `Medians of ${rounds} rounds; load average before a turn ${number(at(loads, 0), 1)} to ${number(at(loads, 1), 1)}.\n\n${tables.join('\n\n')}`
}

/**
 * Measures all ways and returns the tables.
 *
 * @param {{tabs: number, rounds: number, results: string}} asked `results` is the file for the lines of the load generator
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
