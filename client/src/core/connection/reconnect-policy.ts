// SPDX-License-Identifier: Apache-2.0
import { createTransportPreference } from './transport-preference'
import { now, type BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'
import type { Transport } from '../protocol/messages'
import { backoff } from '../browser/retry'
import { slotFor } from '../transports/openers'
import type { Tab, TransportEnd } from '../transports/transport'

/** The shortest time between the starts of two attempts, whatever happens to the page, in milliseconds. */
const CLOSEST_MILLIS = 1_000

/** A WebSocket without an answer for half that time when the tab leaves counts as a failure, in milliseconds. */
const CHANCE_MILLIS = CLOSEST_MILLIS / 2

/** A connection that has lasted this long was a good one, in milliseconds. */
const STABLE_MILLIS = 60_000

/** How long a tab polls before it looks for a better transport again, in milliseconds. */
const BETTER_MILLIS = 10 * 60_000

/** Decides how and when to connect. */
export interface ReconnectPolicy {
  /**
   * Chooses the transport for the attempt that begins now.
   *
   * @param inBackground whether the tab is in the background, where it polls
   * @param signal ends the attempt; the slot that it needs is kept until then
   */
  choose(inBackground: boolean, signal: AbortSignal): Promise<Transport>
  /** Notes that the attempt has become a connection, which lasts until the signal is aborted. */
  opened(signal: AbortSignal): void
  /** Notes the end of an attempt; returns how long to wait before the next one, in milliseconds. */
  wait(end: TransportEnd): number
  /**
   * Notes that the tab leaves while an attempt is under way. A WebSocket that has had its chance counts as failed.
   * Another transport does not: a slow server counts it when the request arrives.
   */
  left(): void
  /** Returns whether a tab that polls may find a better transport now. */
  better(): Promise<boolean>
}

/**
 * Creates a policy. It limits a tab to polling while the tab is in the background, or while other tabs have all the
 * slots. What happens to a limited tab says nothing about the transports.
 *
 * @param transport the transport, or the transports to try, best first; all by default
 */
export function createReconnectPolicy(
  browser: BrowserWindow,
  tab: Tab,
  transport: Transport | readonly Transport[] = ['websocket', 'sse', 'polling'],
): ReconnectPolicy {
  const [prefer, opened, better] = createTransportPreference(browser, [transport].flat())
  const [hold, left] = createHold(browser)
  let openedAt = 0
  let failures = 0
  let limited = false
  let background = false
  const slot = (signal: AbortSignal): Promise<boolean> => slotFor(browser, tab, signal)
  return {
    choose: async (inBackground, signal) => {
      hold(CLOSEST_MILLIS)
      limited = background = inBackground
      const preferred = limited ? 'polling' : prefer(tab.misses)
      if (preferred !== 'sse' || (await slot(signal))) return preferred
      if (!signal.aborted) limited = true
      return 'polling'
    },
    opened: (signal) => {
      openedAt = now(browser)
      if (!limited && opened()) tab.misses = 0
      createTimer(browser, signal)(STABLE_MILLIS, () => (failures = tab.misses = 0))
    },
    wait: ({ after, excused, blocked }) => {
      hold(after)
      if (!limited && !excused) tab.misses++
      return blocked && !failures++ ? 0 : Math.max(excused ? 0 : backoff(browser, failures++), left())
    },
    left: () => void (left() <= CHANCE_MILLIS && prefer(tab.misses) === 'websocket' && tab.misses++),
    better: async () =>
      limited ? !background && slot(AbortSignal.abort()) : now(browser) - openedAt >= BETTER_MILLIS && better(),
  }
}

/**
 * Creates a time during which no attempt may begin. It never gets longer than it was set, whatever happens to the
 * clock.
 */
function createHold(browser: BrowserWindow): [
  /** Begins a new time, in milliseconds, unless the time left is longer. */
  hold: (millis?: number) => void,
  /** Returns the time left, in milliseconds; zero or less when it is over. */
  left: () => number,
] {
  let held = 0
  let since = 0
  const left = (): number => Math.min(held, since + held - now(browser))
  const hold = (millis = 0): void => {
    if (millis >= left()) [held, since] = [millis, now(browser)]
  }
  return [hold, left]
}
