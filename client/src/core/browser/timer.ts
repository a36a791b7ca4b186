// SPDX-License-Identifier: Apache-2.0
import { onAbort, type BrowserWindow } from './browser-window'

/** The longest delay, in milliseconds (HTML: a signed 32-bit integer). With a longer one a timer fires immediately. */
const LONGEST_MILLIS = 2 ** 31 - 1

/**
 * Runs a task after a delay, in place of the task set before.
 *
 * @param millis the delay in milliseconds, at most about 24.8 days; null (the default) only cancels the task set before
 */
export type Timer = (millis?: number | null, task?: () => void) => void

/**
 * Creates a timer.
 *
 * @param signal cancels the task when it is aborted; from then on the timer runs nothing
 */
export function createTimer(browser: BrowserWindow, signal?: AbortSignal): Timer {
  let id: number | undefined
  const timer: Timer = (millis = null, task = timer) => {
    browser.clearTimeout(id)
    if (millis !== null && !signal?.aborted) id = browser.setTimeout(task, Math.min(millis, LONGEST_MILLIS))
  }
  if (signal) onAbort(signal, () => timer())
  return timer
}
