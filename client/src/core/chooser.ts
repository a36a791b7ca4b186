// SPDX-License-Identifier: Apache-2.0
import { now, type Page } from './page'
import type { Transport } from './protocol'

const KEY = 'rollcall:transport'

/** After this time a lesser transport is not taken for granted any more, in milliseconds. */
const REMEMBERED_MILLIS = 60 * 60_000

/** So often in a row may a transport fail that is known to work here, before another is tried. */
const PATIENCE = 3

/** Says which transport to try next. */
export interface Chooser {
  /** The transport for the next attempt. */
  next(): Transport
  /** An attempt failed, or its connection did not last. */
  failed(): void
  /** A connection over the transport of {@link next} came about: begin with it from now on. */
  opened(): void
  /** The connection lasts. */
  stable(): void
  /** Whether there is a better transport than that of {@link next}. */
  lesser(): boolean
  /** Begin with the best at the next attempt. */
  forget(): void
}

/**
 * Begins with the transport that worked last in this browser, else with the best. When one fails that never worked here,
 * the next is tried; one that did work gets three tries, for it is rather the server that is away. After all were tried it
 * begins anew.
 *
 * @param order transports, best first; not empty
 */
export function createChooser(page: Page, order: readonly Transport[]): Chooser {
  let index = 0
  let failures = 0
  /** Index of the transport that worked, since when; -1 when none is known. */
  let worked = -1
  let since = 0

  const old = (at: number): boolean => Math.abs(now(page) - at) > REMEMBERED_MILLIS
  try {
    const known = JSON.parse(page.localStorage.getItem(KEY) ?? '{}') as { transport: Transport; at: number }
    const found = order.indexOf(known.transport)
    if (found >= 0 && !old(known.at)) {
      index = worked = found
      since = known.at
    }
  } catch {
    // Blocked, or nonsense.
  }
  const forget = (): void => {
    worked = -1
    index = failures = 0
  }
  return {
    next: () => {
      if (worked > 0 && !failures && old(since)) forget()
      return order[index] ?? 'polling'
    },
    failed: () => {
      if (++failures < (index === worked ? PATIENCE : 1)) return
      failures = 0
      index = (index + 1) % order.length
    },
    opened: () => {
      if (worked > 0 && worked === index) return
      worked = index
      since = now(page)
      try {
        page.localStorage.setItem(KEY, JSON.stringify({ transport: order[index], at: since }))
      } catch {
        // Blocked or full: then the next page finds out anew.
      }
    },
    stable: () => {
      failures = 0
    },
    lesser: () => index > 0,
    forget,
  }
}
