// SPDX-License-Identifier: Apache-2.0
import { jobOf, type Job } from './job'
import { createReloadMachine } from './reload-machine'
import type { ReloadMemory } from './reload-memory'
import type { ReloadOptions } from './reload-options'
import { now, type BrowserWindow } from '../browser/browser-window'
import type { AckState, VersionMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'

/** Reloads the page when the server says so: once for each command, in time, and never in a loop. */
export interface Reloader {
  /** Takes a `version` message with `force`. */
  command(message: VersionMessage): void
  /** Reloads now, because the user or the application wants it. */
  now(version: string): void
}

/** Creates a reloader. */
export function createReloader(
  browser: BrowserWindow,
  options: ReloadOptions,
  memory: ReloadMemory,
  store: Store<RollcallState>,
  send: (message: PostedMessage) => void,
): Reloader {
  const acknowledge = ({ command }: Job, state: AckState): void => {
    if (command !== null) send({ type: 'ack', command, state })
  }
  const [current, schedule, reload] = createReloadMachine(browser, options, memory, store, acknowledge)
  return {
    now: (version) => reload(current() ?? jobOf({ version }), false),
    command: ({ after = 0, ...message }) => {
      const before = current()
      const time = now(browser)
      const job = jobOf(message, time, before)
      const { key, deadline } = job
      const guard = memory.wait(job.version)
      // Without a key this may be the same command again, and so a loop: then one reload is enough.
      if (key ? memory.obeyed(key) || before?.key === key : guard) return
      acknowledge(job, 'received')
      // A reload that is to come anyway obeys both.
      memory.obey(before?.key)
      if (before?.phase === 'preparing' || before?.phase === 'reloading') return memory.obey(key)
      const wanted = Math.max(Math.min(time + after, deadline ?? Infinity), time + guard)
      schedule(job, Math.min(wanted, before?.at ?? Infinity))
    },
  }
}
