// SPDX-License-Identifier: Apache-2.0

/** Undoes what was started: clears a timer, removes a listener, closes a connection. A second call has no effect. */
export type Cancel = () => void

/** The part of a browser's `window` that the client uses, and its only way to the outside. Tests pass their own. */
export type BrowserWindow = Pick<
  Window & typeof globalThis,
  | 'addEventListener'
  | 'clearTimeout'
  | 'Date'
  | 'document'
  | 'fetch'
  | 'history'
  | 'localStorage'
  | 'location'
  | 'Math'
  | 'navigator'
  | 'parent'
  | 'performance'
  | 'reportError'
  | 'sessionStorage'
  | 'setTimeout'
  | 'WebSocket'
>

/** Returns the current time in milliseconds since the epoch. */
export function now(browser: BrowserWindow): number {
  return browser.Date.now()
}

/** Runs a task when the signal is aborted, or immediately if it already is. */
export function onAbort(signal: AbortSignal, task: () => void): void {
  if (signal.aborted) task()
  else signal.addEventListener('abort', task)
}

/**
 * Returns the result of a task; undefined when it fails.
 *
 * @param browser reports the error as it reports uncaught ones; by default the error is ignored
 */
export function tryTo<T>(task: () => T, browser?: BrowserWindow): T | undefined {
  try {
    return task()
  } catch (error) {
    browser?.reportError(error)
  }
  return undefined
}
