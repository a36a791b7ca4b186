// SPDX-License-Identifier: Apache-2.0
import { now, type BrowserWindow } from './browser-window'

/** The upper limit of the first wait, in milliseconds. */
const FIRST_MILLIS = 2_000

/** The upper limit of any wait, in milliseconds. */
const LONGEST_MILLIS = 60_000

/**
 * Returns how long to wait before the next attempt, in milliseconds: a random time from zero to a limit that doubles
 * with each failure, up to 60 s ("full jitter", AWS Architecture Blog, Exponential Backoff And Jitter). Tabs that lose
 * the same server therefore do not come back at the same time.
 *
 * @param failures the number of failures in a row before this one
 */
export function backoff(browser: BrowserWindow, failures: number): number {
  return Math.floor(browser.Math.random() * Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** failures))
}

/**
 * Returns how long a response asks the client to stay away, in milliseconds; 0 when it does not ask, or cannot be
 * understood. Reads `Retry-After` (RFC 9110 section 10.2.3), which holds seconds or a date.
 */
export function retryAfter(browser: BrowserWindow, response: Response | undefined): number {
  const header = response?.headers.get('retry-after') ?? ''
  const seconds = Number(header)
  const millis = seconds >= 0 ? seconds * 1_000 : Date.parse(header) - now(browser)
  return millis > 0 ? millis : 0
}
