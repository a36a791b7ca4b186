// SPDX-License-Identifier: Apache-2.0

/** Half of what the first wait can be is its average, in milliseconds. */
const BASE_MILLIS = 2_000

/** No wait is longer, in milliseconds. */
export const LONGEST_WAIT_MILLIS = 60_000

/**
 * How long to wait before the next attempt: any time between nothing and a limit that doubles with each failure ("full
 * jitter", AWS Architecture Blog, Exponential Backoff And Jitter). Tabs that lost the same server so come back spread.
 */
export class Backoff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** Failures since the last {@link reset}. */
  get failures(): number {
    return this.#failures
  }

  /** Counts a failure; returns how long to wait, in milliseconds. */
  next(): number {
    // Beyond 2^30 the limit has long been reached; without the bound the power would end at infinity.
    const limit = Math.min(LONGEST_WAIT_MILLIS, BASE_MILLIS * 2 ** Math.min(this.#failures, 30))
    this.#failures++
    return Math.floor(this.#random() * limit)
  }

  /** A connection has proved stable: begin with short waits again. */
  reset(): void {
    this.#failures = 0
  }
}

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds to wait; null when absent or unreadable
 */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
