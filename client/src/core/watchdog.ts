// SPDX-License-Identifier: Apache-2.0
import { after, now, type Cancel, type Page } from './page'

/** A hidden tab's timers come up to a minute late (intensive throttling). Later than this the machine slept. */
const ASLEEP_MILLIS = 90_000

/** Notices that a stream is dead though nobody closed it. */
export interface Watchdog {
  /** Something was received. */
  alive(): void
  /** The user is back: look now, not in a while. */
  check(): void
  stop(): void
}

/**
 * Watches a stream: nothing for two beats, and it is dead. Where the server's own signs of life cannot be seen (WebSocket
 * ping frames) it asks for one after one beat.
 *
 * @param beatMillis how often the server gives a sign of life, in milliseconds
 * @param probe asks for a sign of life; undefined when the server gives one that can be seen
 * @param dead told once. `excused`: nobody looked for long, so this says nothing about the server
 */
export function createWatchdog(
  page: Page,
  beatMillis: number,
  probe: (() => void) | undefined,
  dead: (excused: boolean) => void,
): Watchdog {
  let seen = now(page)
  /** When the probe went out; 0 when none did since. */
  let asked = 0
  let due = 0
  let stop: Cancel | undefined

  /** When something is to be done, unless something is received. */
  const limit = (): number => (probe ? (asked || seen) + beatMillis : seen + 2 * beatMillis)
  const schedule = (): void => {
    stop?.()
    due = limit()
    stop = after(page, due - now(page), () => look(false))
  }
  const look = (back: boolean): void => {
    const time = now(page)
    const asleep = time - due > ASLEEP_MILLIS
    if (asleep || (time >= limit() && (!probe || asked))) return dead(asleep || back)
    if (time >= limit()) {
      asked = time
      probe?.()
    }
    schedule()
  }
  schedule()
  return {
    alive: () => {
      seen = now(page)
      asked = 0
    },
    check: () => look(true),
    stop: () => stop?.(),
  }
}
