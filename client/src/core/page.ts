// SPDX-License-Identifier: Apache-2.0

/** Takes back what was started: a timer, a listener, a connection. Calling it twice does nothing. */
export type Cancel = () => void

/** All that the client takes from outside: the part of a browser's `window` that it uses. Tests bring their own. */
export type Page = Pick<
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
  | 'performance'
  | 'reportError'
  | 'sessionStorage'
  | 'setTimeout'
  | 'WebSocket'
>

/** A timer cannot wait longer (HTML: a signed 32-bit number of milliseconds); one that should would come at once. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1

/** Milliseconds since the epoch. */
export function now(page: Page): number {
  return page.Date.now()
}

/** Runs `task` once after so many milliseconds, unless `signal` or the returned function ends it before. */
export function after(page: Page, millis: number, task: () => void, signal?: AbortSignal): Cancel {
  const id = page.setTimeout(task, Math.min(millis, LONGEST_TIMER_MILLIS))
  const cancel = (): void => page.clearTimeout(id)
  if (signal) onAbort(signal, cancel)
  return cancel
}

/** Calls `task` when the signal is given. */
export function onAbort(signal: AbortSignal, task: () => void): void {
  signal.addEventListener('abort', task)
}

/** Runs code of the application, or what depends on the server's data: its errors never stop the client. */
export function guarded(page: Page | undefined, task: () => void): void {
  try {
    task()
  } catch (error) {
    report(page, error)
  }
}

/** Tells an error of the application the way the browser tells uncaught ones. Without a page nothing is ever called. */
export function report(page: Page | undefined, error: unknown): void {
  page?.reportError(error)
}
