// SPDX-License-Identifier: Apache-2.0
// The load generator as a process that is told when to continue.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { load } from '../compare/peers.mjs'

/**
 * Starts to hold tabs. `next()` returns the lines up to the next `pause` in the phases, or to the end; from the second call on,
 * it first lets the load generator continue. `onLine` is called with each line as it comes.
 */
export function holdTabs(args, onLine = () => {}) {
  const child = spawn(load, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.once('close', resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let begun = false
  return {
    async next() {
      if (begun) child.stdin.write('\n')
      begun = true
      const read = []
      for (;;) {
        const { value, done } = await lines.next()
        if (done && (await ended) !== 0) throw new Error(`${load} ${args.join(' ')}: ended with an error, see above`)
        const line = done ? undefined : JSON.parse(value)
        if (done || line.phase === 'pause') return read
        await onLine(line)
        read.push(line)
      }
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
