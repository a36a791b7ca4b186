// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Page } from './page'

/** Over HTTP/1.1 a browser opens six connections to one host; two are left for the pages themselves. */
const SLOTS = 4

/**
 * Asks whether this tab may hold a stream. Where many requests share one network connection (HTTP/2 and later) every tab
 * may. Elsewhere the tabs of a browser have four slots between them, each a Web Lock that the browser itself frees when
 * its tab goes. A browser without Web Locks (a page without HTTPS) cannot share them out: there no tab holds a stream.
 *
 * @param url an address of the server
 * @returns what gives the slot back, or undefined when none is free
 */
export async function takeSlot(page: Page, url: string): Promise<Cancel | undefined> {
  const { origin } = new URL(url)
  // Judged by what the page has loaded from there. Unknown counts as no.
  const loaded = page.performance.getEntries() as PerformanceResourceTiming[]
  if (loaded.some((entry) => entry.name.startsWith(origin + '/') && /^h[23]/.test(entry.nextHopProtocol))) return () => {}
  for (let slot = 0; slot < SLOTS; slot++) {
    const release = await tryLock(page, `rollcall:${origin}:${slot}`)
    if (release) return release
  }
  return undefined
}

/** Holds the lock until the returned function is called; undefined when somebody else holds it. */
function tryLock(page: Page, name: string): Promise<Cancel | undefined> {
  return new Promise((resolve) => {
    const none = (): void => resolve(undefined)
    // The lock is held until the promise that this returns is resolved: its own `resolve` gives the lock back.
    const hold = (lock: unknown): unknown => (lock ? new Promise<void>((release) => resolve(release)) : none())
    const { locks } = page.navigator as { readonly locks?: LockManager }
    if (locks) locks.request(name, { ifAvailable: true }, hold).catch(none)
    else none()
  })
}
