// SPDX-License-Identifier: Apache-2.0
import { now, type Page } from './page'

/** The first wait can be so long, in milliseconds. */
const FIRST_MILLIS = 2_000

/** No wait is longer, in milliseconds. */
const LONGEST_MILLIS = 60_000

/**
 * How long to wait before the next attempt, in milliseconds: any time between nothing and a limit that doubles with each
 * failure, up to 60 s ("full jitter", AWS Architecture Blog, Exponential Backoff And Jitter). Tabs that lost the same
 * server so come back spread.
 *
 * @param failures failures in a row before this one
 */
export function backoff(page: Page, failures: number): number {
  return Math.floor(page.Math.random() * Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** failures))
}

/**
 * How long an answer asks to stay away, in milliseconds; 0 when it does not, or cannot be understood. Reads `Retry-After`
 * (RFC 9110 section 10.2.3): seconds, or a date.
 */
export function retryAfter(page: Page, answer: Response): number {
  const header = answer.headers.get('retry-after') ?? ''
  const millis = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now(page)
  return millis > 0 ? millis : 0
}
