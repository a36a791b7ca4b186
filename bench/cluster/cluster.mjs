// SPDX-License-Identifier: Apache-2.0
// Many nodes on one Redis: how much work Redis does for them, how old the picture is, how long a command takes to reach all
// tabs, and how long a killed node is counted. Ends with an error when the nodes do not count exactly.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { number, table } from '../compare/figures.mjs'
import { preparations } from '../compare/peers.mjs'
import { bearer, inTurn, startNodes, stopNodes } from './nodes.mjs'
import { between, startRedis } from './redis.mjs'
import { holdTabs } from './tabs.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const root = here('../..')
const out = here('target')

const { values: asked } = parseArgs({
  options: {
    nodes: { type: 'string', default: '8' },
    tabs: { type: 'string', default: '100000' },
    churn: { type: 'string', default: '1000' },
    routes: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '15' },
    wave: { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (asked.help) {
  console.log(`Usage: bench/cluster/run [--nodes 8] [--tabs 100000] [--churn 1000] [--routes 200] [--seconds 15] [--wave 0]

  --nodes    processes, 2 to 60, each with its own limit of open files
  --tabs     tabs on all of them together; they are WebSockets
  --churn    route updates a second, on all nodes together
  --routes   different routes, at most 800: more are not all in one answer
  --seconds  how long each part is measured
  --wave     instead of all other parts: a wave through all tabs, at this number a second; measures how well it keeps the rate

Prints a table, and writes each figure as a line of JSON to bench/cluster/target/results.jsonl. Needs a Redis, and about 80 MB
for each node and 10 KB for each tab.`)
  process.exit(0)
}

/** Returns a whole number from the options, or ends with the reason. */
function whole(name, least, most) {
  const value = Number(asked[name])
  if (Number.isInteger(value) && value >= least && value <= most) return value
  console.error(`bench/cluster/run: --${name}: ${asked[name]} (expected: ${least} to ${most})`)
  process.exit(1)
}

const nodeCount = whole('nodes', 2, 60)
const each = Math.floor(whole('tabs', nodeCount, 1_100_000) / nodeCount)
const total = each * nodeCount
const churn = whole('churn', 1, 1_000_000)
const routes = whole('routes', 1, 800)
const seconds = whole('seconds', 1, 600)
const rate = whole('wave', 0, 1_000_000)

const results = []
const note = (line) => {
  results.push(line)
  appendFileSync(`${out}/results.jsonl`, `${JSON.stringify(line)}\n`)
  console.error(`${new Date().toISOString().slice(11, 19)}  ${JSON.stringify(line)}`)
}

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0)
// Routes and versions that stats leave out are in neither map; there are none here.
const isExact = (count) => (stats) => !stats.partial && stats.total === count && sum(stats.versions) === count && sum(stats.routes) === count

/**
 * Waits until every node counts all tabs, and notes how long that took: on the first node, and on all. A few are asked at a
 * time, because asking sixty at once would itself be a load.
 */
async function exact(nodes, count, phase, patience = 15) {
  const began = performance.now()
  const first = await nodes[0].until(isExact(count), patience)
  await inTurn(nodes.slice(1), (node) => node.until(isExact(count), patience))
  note({ phase, tabs: count, nodes: nodes.length, seconds: first, all_seconds: (performance.now() - began) / 1000 })
}

const settings = (targets, tabs, procs) => ['--protocol', 'ws', '--sources', '64', '--inflight', '64', '--timeout', '900', '--routes', `${routes}`, '--admin-header', bearer,
  '--trigger-header', bearer, '--trigger', 'POST /__skew/admin/releases {"version":"{tag}"}', '--target', targets.join(','), '--tabs', `${tabs}`, '--procs', `${procs}`]

async function measure(nodes, redis) {
  const last = nodes.at(-1)
  const others = nodes.slice(0, -1)
  let before = await redis.usage()
  const onLine = async (line) => {
    const after = await redis.usage()
    note({ ...line, redis: between(before, after) })
    before = after
  }
  const most = holdTabs([...settings(others.map((node) => node.target), each * others.length, others.length), '--pid', nodes.flatMap((node) => node.pids()).join(','),
    'connect', 'connect', 'pause', `hold=${seconds}`, 'watch=1', `hold=${seconds}`, `churn=${seconds}:${churn}`, 'unwatch', 'pause', 'fanout=5', 'pause'], onLine)
  let rest
  try {
    open(await most.next(), each * others.length)
    rest = holdTabs([...settings([last.target], each, 1), 'connect', 'connect', 'pause', 'reconnect=2000', 'pause'], note)
    open(await rest.next(), each)
    await exact(nodes, total, 'opened')
    before = await redis.usage()
    await most.next()
    await exact(nodes, total, 'churned')
    before = await redis.usage()
    await most.next()
    await rest.next()
    await exact(nodes, total, 'reconnected')
    await killed(last, others, total - each)
  } finally {
    await Promise.all([most.stop(), rest?.stop()])
  }
}

/** Sends all tabs through one wave, and checks every second how many were notified. The receipt must be exact at the end. */
async function measureWave(nodes, redis) {
  const held = holdTabs([...settings(nodes.map((node) => node.target), total, nodes.length), '--pid', nodes.flatMap((node) => node.pids()).join(','),
    'connect', 'connect', `hold=${seconds}`, 'pause', `hold=${Math.ceil(total / rate) + 5}`, 'pause'], note)
  try {
    open(await held.next(), total)
    await exact(nodes, total, 'opened')
    const before = await redis.usage()
    const ended = held.next()
    const { id } = await nodes[0].command({ action: 'reload', target: 'all', perSecond: rate, confirm: total })
    const told = await followed(nodes.at(-1), id)
    await ended
    const redisUsage = between(before, await redis.usage())
    const off = told.slice(1, -1).map(({ perSecond }) => Math.abs(perSecond / rate - 1) * 100)
    note({ phase: 'wave', tabs: total, nodes: nodes.length, rate, seconds: told.at(-1).at, off_percent_most: Math.max(...off),
      off_percent_mean: off.reduce((all, one) => all + one, 0) / off.length, redis: redisUsage })
  } finally {
    await held.stop()
  }
}

/**
 * Follows a wave to its end at another node than the one that gave it: how many tabs a second were notified, in steps of five
 * seconds.
 */
async function followed(node, id) {
  const began = performance.now()
  const looks = []
  let last = { at: 0, told: 0 }
  for (;;) {
    const receipt = await node.receipt(id)
    const at = (performance.now() - began) / 1000
    const told = total - receipt.funnel.waiting
    const places = sum(receipt.funnel)
    if (receipt.matched !== places) throw new Error(`the places add up to ${places} (expected: matched, ${receipt.matched})`)
    if (receipt.matched === total && (at - last.at >= 5 || receipt.funnel.waiting === 0)) {
      looks.push({ at, perSecond: (told - last.told) / (at - last.at) })
      last = { at, told }
      if (receipt.funnel.waiting === 0) return looks
    }
    if (at > total / rate + 60) throw new Error(`not done: ${JSON.stringify(receipt)}`)
    await wait(500)
  }
}

/**
 * Ends the measurement if not all tabs are open: connecting twice gives another chance to those that a busy machine kept
 * waiting.
 */
function open(lines, tabs) {
  const last = lines.filter((line) => line.phase === 'connect').at(-1)
  if (last.open !== tabs) throw new Error(`${last.open} tabs are open (expected: ${tabs})`)
}

/** Kills a node and waits until no other node counts its tabs. */
async function killed(node, others, left) {
  process.kill(node.pids()[0], 'SIGKILL')
  await exact(others, left, 'killed', 20)
}

const find = (phase, nth = 0) => results.filter((line) => line.phase === phase)[nth]
const perSecond = (line) => [number(line.redis.cpu * 100, 1), number(line.redis.received / 1024), number(line.redis.sent / 1024), number(line.redis.commands),
  number(line.redis.memory / 2 ** 20, 1)]

function waveReport() {
  const wave = find('wave')
  const [held, during] = results.filter((line) => line.phase === 'hold')
  return `A wave of ${number(rate)} tabs a second through ${number(total)} tabs on ${nodeCount} nodes; load average at the end ${number(loadavg()[0], 1)}.

${table(['', ''], [
    ['all notified after, s', number(wave.seconds, 1)],
    ['rate over 5 seconds: off by, mean and most, %', `${number(wave.off_percent_mean, 1)}, ${number(wave.off_percent_most, 1)}`],
    ['memory of all nodes before and during, MB', `${number(held.server_pss_mb)}, ${number(during.server_pss_mb)}`],
    ['Redis: processor, % of a core; KB in a second', `${number(wave.redis.cpu * 100, 1)}, ${number(wave.redis.received / 1024)}`],
  ])}`
}

function report() {
  const fanouts = results.filter((line) => line.phase === 'fanout').sort((a, b) => a.all_ms - b.all_ms)
  const middle = fanouts[Math.floor(fanouts.length / 2)]
  const churned = find('churn')
  return `${number(total)} tabs on ${nodeCount} nodes, ${number(churn)} route updates a second over ${number(routes)} routes; load average at the end ${number(loadavg()[0], 1)}.

${table(['Redis, a second', 'processor, % of a core', 'KB in', 'KB out', 'commands', 'memory, MB'], [
    ['nobody looks', ...perSecond(find('hold'))],
    ['somebody looks', ...perSecond(find('hold', 1))],
    ['somebody looks, routes change', ...perSecond(churned)],
  ])}

${table(['', ''], [
    ['age of the picture, p50 and p99, ms', `${number(churned.stats_age_ms_p50)}, ${number(churned.stats_age_ms_p99)}`],
    ['one command to all: first, p50, p99, last, ms (middle of 5)', ['first_ms', 'p50_ms', 'p99_ms', 'all_ms'].map((key) => number(middle[key])).join(', ')],
    ['exact after all had opened, after the churn, after the tabs of one node had reconnected, s',
      ['opened', 'churned', 'reconnected'].map((phase) => number(find(phase).seconds, 1)).join(', ')],
    ['exact after a node was killed, s', number(find('killed').seconds, 1)],
    ['opened a second', number(find('connect').connects_per_s)],
    ['memory of all nodes but what they share, MB', number(find('hold').server_pss_mb)],
  ])}`
}

mkdirSync(out, { recursive: true })
writeFileSync(`${out}/results.jsonl`, '')
await preparations.load()
await preparations.rollcall()
const redis = await startRedis(`${out}/redis.log`)
let nodes = []
try {
  nodes = await startNodes({ nodes: nodeCount, room: each + 200, redis: redis.port, root, out })
  await (rate > 0 ? measureWave(nodes, redis) : measure(nodes, redis))
  console.log(rate > 0 ? waveReport() : report())
} finally {
  await stopNodes(nodes)
  await redis.stop()
}
