// SPDX-License-Identifier: Apache-2.0
import { now, tryTo, type BrowserWindow } from '../browser/browser-window'
import type { Transport } from '../protocol/messages'

const KEY = 'rollcall:transport'

/** How long a transport that has worked stays the first choice, in milliseconds. */
const REMEMBERED_MILLIS = 60 * 60_000

/** The number of attempts in a row with a transport known to work, before one with another transport. */
const PATIENCE = 3

/** The transport that worked last in this browser. */
interface Experience {
  readonly transport: Transport
  /** When it first worked, in milliseconds since the epoch. */
  readonly at: number
}

/**
 * Creates the preference of this browser for a transport. It begins with the one that worked last, or else with the
 * best. Until one has worked, each failure leads to the next transport. One that has worked gets three of four
 * attempts: when it fails, the server is probably away, and that must not move a tab to a lesser transport.
 *
 * @param order the transports, best first
 */
export function createTransportPreference(
  browser: BrowserWindow,
  order: readonly Transport[],
): [
  /** Returns the transport for the next attempt; `misses` is the number of failures in a row. */
  prefer: (misses: number) => Transport,
  /** Notes that the transport works; returns whether that is new, so that earlier failures no longer count. */
  opened: () => boolean,
  /** Returns whether there is a better transport than the current one; if so, the next attempt uses the best. */
  better: () => boolean,
] {
  const known = tryTo(() => JSON.parse(browser.localStorage.getItem(KEY) as string) as Experience | null)
  let since = known?.at ?? 0
  const isOld = (): boolean => now(browser) - since > REMEMBERED_MILLIS
  /** The index of the transport that has worked; -1 while none is known. */
  let worked = known && !isOld() ? order.indexOf(known.transport) : -1
  /** The index of the current transport. */
  let index = 0
  const prefer = (misses: number): Transport => {
    if (worked > 0 && !misses && isOld()) worked = -1
    const further = misses % (PATIENCE + 1) < PATIENCE ? 0 : Math.ceil(misses / (PATIENCE + 1))
    index = (worked < 0 ? misses : worked + further) % order.length
    return order[index]!
  }
  const opened = (): boolean => {
    // If only one transport is allowed, its success says nothing.
    if (worked === index || !order[1]) return false
    worked = index
    since = now(browser)
    tryTo(() => browser.localStorage.setItem(KEY, JSON.stringify({ transport: order[index], at: since })))
    return true
  }
  const better = (): boolean => {
    if (index) worked = -1
    return index > 0
  }
  return [prefer, opened, better]
}
