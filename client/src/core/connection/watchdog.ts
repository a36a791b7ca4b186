// SPDX-License-Identifier: Apache-2.0
import { now, type BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'
import type { TransportEnd } from '../transports/transport'

/** Timers of a hidden tab fire up to a minute late (intensive throttling). If one is later, the machine was asleep. */
const ASLEEP_MILLIS = 90_000

/** Notices that a stream is dead even though nobody has closed it. */
export interface Watchdog {
  /** Something was received. */
  alive(): void
  /** Checks the stream now, because the user is back. */
  check(): void
}

/**
 * Watches a stream. It is dead after two beats without a sign of life. If the server's own signs cannot be seen, the
 * watchdog asks for one after one beat.
 *
 * @param beatMillis the time between the server's signs of life, in milliseconds
 * @param probe asks for a sign of life; undefined if the server's own can be seen
 * @param dead called once; excused if the tab was inactive for so long that the silence says nothing about the server
 * @param signal ends the watch
 */
export function createWatchdog(
  browser: BrowserWindow,
  beatMillis: number,
  probe: (() => void) | undefined,
  dead: (end: TransportEnd) => void,
  signal: AbortSignal,
): Watchdog {
  const timer = createTimer(browser, signal)
  let seen = now(browser)
  /** When the probe was sent; 0 if none was sent since the last sign of life. */
  let asked = 0
  let due = 0
  /** Returns when to act unless something is received. */
  const limit = (): number => (probe ? (asked || seen) + beatMillis : seen + 2 * beatMillis)
  const schedule = (): void => {
    due = limit()
    timer(due - now(browser), () => check(false))
  }
  const check = (isBack: boolean): void => {
    const time = now(browser)
    const asleep = time - due > ASLEEP_MILLIS
    if (asleep || (time >= limit() && (!probe || asked))) return dead({ excused: asleep || isBack })
    if (time >= limit()) {
      asked = time
      probe?.()
    }
    schedule()
  }
  const alive = (): void => {
    seen = now(browser)
    asked = 0
  }
  schedule()
  return { alive, check: () => check(true) }
}
