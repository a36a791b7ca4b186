// SPDX-License-Identifier: Apache-2.0
// Turns the lines of the load generator into the tables and plots of docs/performance.md.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { at, median, number, table, times } from './figures.mjs'
import { barChart } from './plot.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const PAGE = `${root}/docs/performance.md`
const BEGIN = '<!-- compare: begin. Written by bench/compare/run, do not edit -->'
const END = '<!-- compare: end -->'

/** Returns a peer with access to its lines, by phase. */
function of(results, peer) {
  const mine = results.filter((line) => line.peer === peer.name)
  const phase = (name, fits = () => true) => mine.filter((line) => line.phase === name && fits(line))
  return { ...peer, phase, has: (name) => phase(name).length > 0, rounds: [...new Set(mine.map((line) => line.round))] }
}

const pick = (lines, field) => lines.map((line) => line[field])
// The first hold of a process comes after its first tabs connected, the second after all tabs came back.
const hold = (peer, which) => peer.rounds.map((round) => peer.phase('hold', (line) => line.round === round)[which]).filter(Boolean)

const watched = (peer) => peer.phase('reconnect', (line) => line.admins > 0)
const unwatched = (peer) => peer.phase('reconnect', (line) => line.admins === 0)

const FEW_TABS = `*Bytes per tab* is the growth since before the first tab, divided by the number of tabs. At first a JVM grows by the code it compiles
and the heap it claims, whatever the number of tabs. With 2,000 tabs that is nearly all of it. Compare this column at 18,000.`

function holding(all) {
  const rows = all.filter((peer) => peer.has('hold')).map((peer) => [
    peer.title,
    number(median(pick(hold(peer, 0), 'server_rss_start_mb'))),
    number(median(pick(hold(peer, 0), 'server_rss_mb'))),
    number(median(pick(hold(peer, 0), 'bytes_per_connection'))),
    number(median(pick(hold(peer, 1), 'server_rss_mb'))),
    number(median(pick([...hold(peer, 1), ...hold(peer, 0)], 'idle_cpu_percent')), 1),
  ])
  return `${FEW_TABS}\n\n${table(['Server', 'empty, MB', 'with all tabs, MB', 'bytes per tab', 'after they reconnected, MB', 'idle CPU, %'], rows)}`
}

function connecting(all) {
  const rows = all.filter((peer) => peer.has('connect') && !peer.onlyStats).map((peer) => {
    const warm = unwatched(peer)
    return [
      peer.title,
      number(median(pick(peer.phase('connect'), 'connects_per_s'))),
      number(median(pick(peer.phase('connect'), 'greeted_ms_p99'))),
      number(median(pick(warm, 'connects_per_s'))),
      number(at(pick(warm, 'connects_per_s'), 0.9)),
      number(median(pick(warm, 'greeted_ms_p99'))),
      number(median(pick(warm, 'server_cpu_us_per_connect'))),
      number(median(pick(watched(peer), 'connects_per_s'))),
      released(peer),
    ]
  })
  return table(['Server', 'cold, /s', 'p99 ms', 'reconnect, /s', 'quiet, /s', 'p99 ms', 'CPU µs each', 'while an admin watches, /s', 'released after, ms'], rows)
}

function released(peer) {
  const closes = pick(peer.phase('close'), 'released_ms')
  return closes.includes(null) ? 'not within 40 s' : number(median(closes))
}

const fanouts = (peer, asleep) => pick(peer.phase('fanout', (line) => line.asleep_ms > 0 === asleep), 'all_ms')

/** Returns the time of a peer divided by the floor's time in the same round: the median over all rounds. */
function overFloor(peer, floor) {
  const byRound = peer.rounds.map((round) => {
    const inRound = (who) => median(pick(who.phase('fanout', (line) => line.asleep_ms > 0 && line.round === round), 'all_ms'))
    return floor && inRound(floor) ? inRound(peer) / inRound(floor) : undefined
  })
  return median(byRound)
}

function fanning(all) {
  const floor = all.find((peer) => peer.name === 'floor')
  const rows = all.filter((peer) => peer.has('fanout')).map((peer) => [
    peer.title,
    number(median(pick(peer.phase('fanout'), 'first_ms')), 1),
    number(median(fanouts(peer, false))),
    number(at(fanouts(peer, false), 0.1)),
    number(median(fanouts(peer, true))),
    number(at(fanouts(peer, true), 0.1)),
    times(overFloor(peer, floor)),
    number(median(pick(peer.phase('fanout'), 'server_cpu_ms'))),
  ])
  return table(['Server', 'first, ms', 'all, ms', 'quiet', 'all, nobody reading, ms', 'quiet', 'relative to floor', 'CPU, ms'], rows)
}

/** Returns a peer's churns at one rate. In each round they come in the order of its rates. */
const churns = (peer, index) => peer.rounds.map((round) => peer.phase('churn', (line) => line.round === round)[index]).filter(Boolean)

function watching(all) {
  const rows = all.flatMap((peer) => (peer.updates ?? []).map((rate, i) => {
    const lines = churns(peer, i)
    return [
      peer.title,
      number(rate),
      number(median(pick(lines, 'server_cpu_percent'))),
      number(median(pick(lines, 'server_cpu_us_per_update'))),
      number(median(pick(lines, 'stats_age_ms_p50'))),
      number(median(pick(lines, 'stats_age_ms_p99'))),
      number(median(pick(lines, 'bytes_per_s_per_admin')) / 1000),
      `${number(median(pick(lines, 'probes_unseen')))} of ${number(median(pick(lines, 'probes')))}`,
    ]
  }))
  return table(['Server', 'updates/s', 'CPU, %', 'CPU µs each', 'age p50, ms', 'p99, ms', 'KB/s per admin', 'never seen'], rows)
}

/** Returns the table of the project's goals, which are for 18,000 tabs in one process on 2 cores. */
function goals(all) {
  const floor = all.find((peer) => peer.name === 'floor')
  const storms = (peer) => median(peer.rounds.map((round) => {
    const [first, last] = peer.phase('hold', (line) => line.round === round)
    return first && last ? (last.server_rss_mb / first.server_rss_mb - 1) * 100 : undefined
  }))
  const busiest = (peer, field) => median(pick(churns(peer, peer.updates.length - 1), field))
  const asked = [
    ['memory growth, bytes per tab', 'at most 512', (peer) => number(median(pick(hold(peer, 0), 'bytes_per_connection')))],
    ['total memory with all tabs, MB', 'at most 80', (peer) => number(median(pick(hold(peer, 0), 'server_rss_mb')))],
    ['growth over ten reconnects of all tabs, %', 'at most 5', (peer) => number(storms(peer))],
    ['fan-out to all, relative to the floor', 'at most 1.25 ×', (peer) => times(overFloor(peer, floor))],
    ['tabs that reconnect per second', '25,000', (peer) => number(median(pick(unwatched(peer), 'connects_per_s')))],
    ['the same while an admin watches', '20,000', (peer) => number(median(pick(watched(peer), 'connects_per_s')))],
    ['5,000 updates/s, five admins: age of stats p99, ms', 'under 300', (peer) => number(busiest(peer, 'stats_age_ms_p99'))],
    ['the same: KB/s per admin', 'at most 50', (peer) => number(busiest(peer, 'bytes_per_s_per_admin') / 1000)],
    ['closed tabs released after, ms', 'at most 400', (peer) => released(peer)],
  ]
  const ours = all.filter((peer) => peer.prepare === 'rollcall')
  return table(['What', 'Goal', ...ours.map((peer) => peer.title)], asked.map(([what, goal, value]) => [what, goal, ...ours.map(value)]))
}

const plots = {
  memory: { title: 'Memory of the server, bytes per tab', note: 'Less is better. Logarithmic scale.', log: true,
    value: (peer) => median(pick(hold(peer, 0), 'bytes_per_connection')), text: (value) => number(value) },
  connects: { title: 'Tabs that reconnect per second', note: 'More is better.',
    value: (peer) => median(pick(unwatched(peer), 'connects_per_s')), text: (value) => number(value) },
  fanout: { title: 'A message to all tabs: ms until the last has it (nobody reading meanwhile)', note: 'Less is better.',
    value: (peer) => median(fanouts(peer, true)), text: (value) => number(value) },
  updates: { title: 'Processor time per route update while five admins watch, µs', note: 'Less is better. Logarithmic scale. 50 updates a second.', log: true,
    value: (peer) => (peer.updates ? median(pick(churns(peer, 0), 'server_cpu_us_per_update')) : undefined), text: (value) => number(value) },
}

/** Writes a plot if it has any rows. Returns the Markdown that shows it. */
function plot(name, all, docs) {
  const { title, note, log, value, text } = plots[name]
  const rows = all.map((peer) => ({ label: peer.title, value: value(peer), own: peer.prepare === 'rollcall' })).filter((row) => row.value > 0)
  if (rows.length === 0) return ''
  const svg = barChart({ title, note, log, rows: rows.map((row) => ({ ...row, text: text(row.value) })) })
  mkdirSync(`${root}/docs/images`, { recursive: true })
  if (docs) writeFileSync(`${root}/docs/images/compare-${name}.svg`, svg)
  return `![${title}](images/compare-${name}.svg)\n`
}

const quoted = (word) => (/^[\w./:=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** Returns the commands for each peer. PORT and PID stand for those of the fresh process. */
function commandList(all, commands) {
  const lines = all.map((peer) => `# ${peer.title}\n${commands[peer.name].map((word) => quoted(word.replace(/^.*bench\/load/, 'bench/load'))).join(' ')}`)
  return `<details><summary>Commands for the load generator, by server</summary>\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n\n</details>`
}

function conditions(facts, results) {
  const loads = results.map((line) => line.load)
  // A high load before a turn is caused by others, because each turn ends everything that it started.
  const busy = median(loads) > facts.cores ? '\n\n**Others were using this machine.** Read which server is ahead and by about how much, not the digits, and run the command on an idle machine.' : ''
  const failed = facts.failures?.length > 0 ? ` Not measured: ${facts.failures.join(', ')}.` : ''
  return `${facts.date}, commit ${facts.commit}: ${facts.cores} × ${facts.processor}, ${facts.memoryGb} GB, Linux ${facts.kernel}, ${number(facts.openFiles)} open files a process;
${facts.java}; Node ${facts.node}; ${facts.nginx}. **${number(facts.tabs)} tabs, ${facts.rounds} fresh process${facts.rounds > 1 ? 'es' : ''} of each server**, in turn.
Load average before a turn ${number(at(loads, 0), 1)} to ${number(at(loads, 1), 1)}; an idle machine would have 0 to 2.${failed}${busy}`
}

function body({ results, facts, commands, docs }, all) {
  const command = `\`\`\`sh\n${facts.command.replace(' --no-docs', '')}\n\`\`\``
  const section = (title, name, content) => `### ${title}\n\n${command}\n\n${content}\n\n${plot(name, all, docs)}`
  return [
    conditions(facts, results),
    section('Memory', 'memory', holding(all)),
    section('Connecting and leaving', 'connects', connecting(all)),
    section('Fan-out', 'fanout', fanning(all)),
    section('Stats while tabs move', 'updates', watching(all)),
    ...(all.some((peer) => peer.prepare === 'rollcall')
      ? [`### Against our own goals\n\nThe goals are for 18,000 tabs on a quiet machine; this run had ${number(facts.tabs)}. Deltas are measured for stats only.\n\n${command}\n\n${goals(all)}`]
      : []),
    commandList(all, commands),
  ].join('\n\n').replace(/\n{3,}/g, '\n\n')
}

/**
 * Creates the report of a comparison.
 *
 * @param {{results: object[], facts: object, peers: object[], commands: Record<string, string[]>, docs: boolean}} about `docs` also writes it
 *     between the markers of docs/performance.md, and the plots to docs/images
 * @returns {string} the Markdown of the report
 */
export function writeReport(about) {
  const all = about.peers.map((peer) => of(about.results, peer)).filter((peer) => peer.rounds.length > 0)
  const text = body(about, all)
  if (!about.docs) return text
  const page = readFileSync(PAGE, 'utf8')
  const [before, rest] = page.split(BEGIN)
  if (rest === undefined || !rest.includes(END)) throw new Error(`docs/performance.md: no markers (expected: ${BEGIN} and ${END})`)
  writeFileSync(PAGE, `${before}${BEGIN}\n\n${text}\n\n${END}${rest.split(END)[1]}`)
  return text
}
