// SPDX-License-Identifier: Apache-2.0
import { jobOf } from './job'
import { createBegin, type Acknowledge } from './reload-machine'
import type { ReloadMemory } from './reload-memory'
import type { ReloadOptions } from './reload-options'
import { createReloadPhases } from './reload-phases'
import { now, type BrowserWindow } from '../browser/browser-window'
import type { VersionMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { NoteProblem } from '../state/problems'
import type { RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'

/** Reloads the page when the server orders it: once for each command, in time, and never in a loop. */
export interface Reloader {
  /** Takes a `version` message with `force`. */
  command(message: VersionMessage): void
  /** Reloads now, because the user or the application wants it. */
  now(version: string): void
}

/**
 * Creates a reloader.
 *
 * @param note notes that the page is not there
 * @param send sends a message to the server
 */
export function createReloader(
  browser: BrowserWindow,
  options: ReloadOptions,
  memory: ReloadMemory,
  store: Store<RollcallState>,
  note: NoteProblem,
  send: (message: PostedMessage) => void,
): Reloader {
  const [enter, leave, current] = createReloadPhases(browser, store)
  const acknowledge: Acknowledge = ({ command }, state, reason) => {
    if (command !== null) send({ type: 'ack', command, state, ...(reason && { reason }) })
  }
  const begin = createBegin(browser, options, memory, store, enter, leave, note, acknowledge)
  return {
    now: (version) => {
      const job = current()
      // Someone who has been asked and calls this again means it.
      void begin(job ?? jobOf({ version }), false, !!options.askAlways && job?.phase !== 'deferred')
    },
    command: ({ after = 0, ...message }) => {
      const before = current()
      const time = now(browser)
      const job = jobOf(message, time, before)
      const { key, deadline } = job
      const guard = memory.wait(job.version)
      // Sent again by a node that does not know how far this tab is, because the tab came from another node.
      if (key && before?.key === key) return acknowledge(job, before.phase === 'deferred' ? before.phase : 'received')
      // Without a key this may be the same command again, and so a loop: one reload is enough.
      if (key ? memory.obeyed(key) : guard) return
      acknowledge(job, 'received')
      // A reload that is coming anyway obeys both.
      memory.obey(before?.key)
      if (before?.phase === 'reloading') return memory.obey(key)
      const wanted = Math.max(Math.min(time + after, deadline ?? Infinity), time + guard)
      enter(job, 'scheduled', Math.min(wanted, before?.at ?? Infinity), () => void begin(job, true, true))
    },
  }
}
