// SPDX-License-Identifier: Apache-2.0
// Starts a program, waits for a line that it prints, and ends it by its own pid.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Starts `command` and resolves once a line of its output matches `ready`.
 *
 * @param {string} command the program
 * @param {string[]} args its arguments
 * @param {{ready: RegExp, env?: object, cwd?: string, timeoutMs?: number, group?: boolean}} options `ready` is matched against
 *     each line of standard output and standard error; `env` is added to this process's own; with `group`, the program's
 *     own children end with it, and at once
 * @returns {Promise<{match: RegExpMatchArray, lines: string[], line(pattern: RegExp): Promise<RegExpMatchArray>, pid: number, stop(): Promise<object>,
 *     exited: Promise<object>}>} `line` waits for a line; `stop` sends SIGTERM, or SIGKILL to a group; `stop` and `exited`
 *     resolve to `{code, signal}`
 */
export function launch(command, args, { ready, env = {}, cwd, timeoutMs = 60_000, group = false }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: group })
  const lines = []
  let waiting = []
  /** Resolves to the first matching line, whether it was already printed or is still to come. */
  const lineLike = (pattern) => {
    const printed = lines.find((each) => pattern.test(each))
    return printed ? Promise.resolve(printed.match(pattern)) : new Promise((found) => waiting.push({ pattern, found }))
  }
  const exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
  const kill = () => (group ? killGroup(child.pid) : child.kill('SIGKILL'))
  process.once('exit', kill)
  void exited.then(() => process.off('exit', kill))

  return new Promise((resolve, reject) => {
    const printed = () => lines.join('\n') || '(nothing printed)'
    const fail = (reason) => {
      clearTimeout(timer)
      kill()
      reject(new Error(`${command} ${args.join(' ')}: ${reason}\n${printed()}`))
    }
    const timer = setTimeout(() => fail(`not ready after ${timeoutMs} ms`), timeoutMs)
    child.once('error', (error) => fail(error.message))
    void exited.then(({ code, signal }) => fail(`ended (${signal ?? code}) before it was ready`))
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        waiting = waiting.filter(({ pattern, found }) => !(pattern.test(line) && (found(line.match(pattern)), true)))
        const match = line.match(ready)
        if (!match) return
        clearTimeout(timer)
        resolve({ match, lines, line: lineLike, pid: child.pid, exited, stop: () => (group ? kill() : child.kill('SIGTERM'), exited) })
      })
    }
  })
}

/** Ends a process and its children. They may have ended already, or never have started. */
function killGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
