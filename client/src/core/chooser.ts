// SPDX-License-Identifier: Apache-2.0
import { now, type Page } from './page'
import type { Transport } from './protocol'

const KEY = 'rollcall:transport'

/** After this time a lesser transport is not taken for granted any more, in milliseconds. */
const REMEMBERED_MILLIS = 60 * 60_000

/** Of so many failures in a row of a transport that is known to work here, the last is followed by a try of another. */
const PATIENCE = 3

/** Says which transport to try next. */
export interface Chooser {
  /**
   * The transport for the next attempt.
   *
   * @param failures failures in a row until now; begins at 0 again when a connection has proved stable
   */
  next(failures: number): Transport
  /** A connection over the transport of {@link next} came about: begin with it from now on. */
  opened(): void
  /** Whether there is a better transport than that of {@link next}; if so, the next attempt begins with the best. */
  better(): boolean
}

/**
 * Begins with the transport that worked last in this browser, else with the best. As long as none has worked, each failure
 * leads to the next. One that did work gets three tries of four, for it is rather the server that is away, and a tab must
 * not end up on a lesser transport because of that.
 *
 * @param order transports, best first
 */
export function createChooser(page: Page, order: readonly Transport[]): Chooser {
  let index = 0
  /** Index of the transport that worked, and since when; -1 when none is known. */
  let worked = -1
  let since = 0
  /** Failures in a row until now, and of these the ones before `worked` was known. */
  let failed = 0
  let before = 0

  const old = (at: number): boolean => now(page) - at > REMEMBERED_MILLIS
  try {
    const known = JSON.parse(page.localStorage.getItem(KEY) as string) as { transport: Transport; at: number }
    if (!old((since = known.at))) worked = order.indexOf(known.transport)
  } catch {
    // Blocked, nothing there, or nonsense.
  }
  const know = (index: number): void => {
    worked = index
    before = failed
  }
  return {
    next: (failures) => {
      failed = failures
      before = Math.min(before, failures)
      if (worked > 0 && !failures && old(since)) know(-1)
      let step = failures - before
      const turn = step / (PATIENCE + 1)
      // Every fourth attempt is of another: of the next, then of the one after it.
      if (worked >= 0) step = worked + (step % (PATIENCE + 1) < PATIENCE ? 0 : Math.ceil(turn))
      index = step % order.length
      return order[index] ?? 'polling'
    },
    opened: () => {
      // Where only one was allowed nothing was found out.
      if (worked === index || !order[1]) return
      know(index)
      since = now(page)
      try {
        page.localStorage.setItem(KEY, JSON.stringify({ transport: order[index], at: since }))
      } catch {
        // Blocked or full: then the next page finds out anew.
      }
    },
    better: () => {
      if (index) know(-1)
      return index > 0
    },
  }
}
