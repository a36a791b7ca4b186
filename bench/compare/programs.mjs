// SPDX-License-Identifier: Apache-2.0
// Runs programs, either to their end, or as a server that is later ended by its pid.

import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const running = new Set()

// When this process ends, it ends everything that it has started.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

function start(command, args, options) {
  const child = spawn(command, args, options)
  running.add(child)
  child.ended = new Promise((resolve) => {
    child.once('error', (error) => (running.delete(child), resolve({ error })))
    child.once('close', (code, signal) => (running.delete(child), resolve({ code, signal })))
  })
  return child
}

/** Runs a program to its end. Returns its standard output, or throws an error with what it printed. */
export async function run(command, args, { cwd, env = {}, showErrors = false } = {}) {
  const child = start(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', showErrors ? 'inherit' : 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr?.on('data', (data) => (errors += data))
  const { code, signal, error } = await child.ended
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? signal ?? code}\n${(errors + output).slice(-2000)}`)
  return output
}

/** Starts a server, with its output in a file, and waits until `ready(output)` is true. */
export async function serve(command, args, { cwd, env = {}, log, ready, timeoutMs = 60_000 }) {
  const file = openSync(log, 'w')
  const child = start(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', file, file] })
  closeSync(file)
  const until = Date.now() + timeoutMs
  while (!(await ready(readFileSync(log, 'utf8')))) {
    const ended = await Promise.race([child.ended, wait(50)])
    if (ended || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`${command}: ${ended ? 'ended' : 'not ready'} (expected: a server)\n${readFileSync(log, 'utf8').slice(-2000)}`)
    }
  }
  return { pids: () => family(child.pid), stop: () => stop(child) }
}

/** Returns the pids of a process and its children. */
function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return [pid, ...(children === '' ? [] : children.split(' ').map(Number))]
}

// Sends SIGTERM and, after three seconds, SIGKILL to the process and to any children that are left.
async function stop(child) {
  const pids = child.exitCode === null && child.signalCode === null ? family(child.pid) : []
  child.kill('SIGTERM')
  if (!(await Promise.race([child.ended, wait(3000)]))) pids.forEach((pid) => endNow(pid))
  await child.ended
}

function endNow(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (gone) {
    if (gone.code !== 'ESRCH') throw gone
  }
}
