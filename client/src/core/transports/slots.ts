// SPDX-License-Identifier: Apache-2.0
import { onAbort, type BrowserWindow } from '../browser/browser-window'

/** Over HTTP/1.1 a browser opens six connections to one host. This many may be streams; two are left for the pages. */
const SLOTS = 4

/**
 * Takes a slot, which this tab needs to hold a stream. If requests share one network connection (HTTP/2 and later),
 * there is no limit. Otherwise all tabs of a browser share four slots. Each is a Web Lock, which the browser frees when
 * its tab goes away. Without Web Locks (on a page without HTTPS), tabs cannot share slots, and none gets one.
 *
 * @param url any address of the server
 * @param signal gives the slot back when it is aborted
 * @returns whether there was a slot
 */
export async function takeSlot(browser: BrowserWindow, url: string, signal: AbortSignal): Promise<boolean> {
  const { origin } = new URL(url)
  // The HTTP version is known only from what the page has loaded from the server. Unknown counts as HTTP/1.1.
  const loaded = browser.performance.getEntries() as PerformanceResourceTiming[]
  if (loaded.some((entry) => entry.name.startsWith(origin + '/') && /^h[23]/.test(entry.nextHopProtocol))) return true
  for (let slot = 0; slot < SLOTS; slot++) {
    if (await takeLock(browser, `rollcall:${origin}:${slot}`, signal)) return true
  }
  return false
}

/** Takes a lock until the signal is aborted; returns false when another tab holds it. */
function takeLock(browser: BrowserWindow, name: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    // The browser holds the lock until the returned promise is resolved.
    const hold = (lock: unknown): unknown => {
      resolve(!!lock)
      return lock && new Promise<void>((release) => onAbort(signal, release))
    }
    const { locks } = browser.navigator as { readonly locks?: LockManager }
    if (locks) locks.request(name, { ifAvailable: true }, hold).catch(() => hold(null))
    else hold(null)
  })
}
