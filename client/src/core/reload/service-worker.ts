// SPDX-License-Identifier: Apache-2.0
// A separate part, loaded only by pages that a service worker controls. It shares no code with the core, so that bundlers
// make one file of each.
import type { BrowserWindow } from '../browser/browser-window'

/** A new worker that has not taken over this long after it was asked will not do so, in milliseconds. */
const TAKE_OVER_MILLIS = 1_000

/**
 * Requests a page, unless its site is away. When it is, a worker that keeps pages answers a GET from its cache, so the
 * site is asked with HEAD first: caches, and the routes of Workbox, are for GET. An answer counts only when it comes
 * from something in front of the site, because not every site knows HEAD. A failure counts only if the worker's own
 * file, whose request bypasses the worker, cannot be fetched either: some workers fail with everything but GET. One
 * that answers even HEAD from its cache is believed, as long as there is a network.
 */
export async function fetchPage(browser: BrowserWindow, url: string, init: RequestInit): Promise<Response> {
  if (!browser.navigator.onLine) throw new TypeError('offline')
  const head = browser.fetch(url, { ...init, method: 'HEAD', redirect: 'manual' })
  const answer = await head.catch(() => update(browser).then(() => null))
  return answer && answer.status > 501 ? answer : browser.fetch(url, init)
}

/** Updates the registration, and returns it; undefined when there is none. Fails without a network. */
async function update(browser: BrowserWindow): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await browser.navigator.serviceWorker.getRegistration()
  await registration?.update()
  return registration
}

/** Fetches the new service worker, if there is one, so that it is installed and waits. Fails without a network. */
export async function fetchWorker(browser: BrowserWindow): Promise<void> {
  const worker = (await update(browser))?.installing
  if (worker) await until(worker, 'statechange', () => worker.state !== 'installing')
}

/**
 * Lets the new service worker take over, so that it serves the next page. Workers of Workbox and vite-plugin-pwa take
 * over when they get `SKIP_WAITING`. One that ignores it would keep the old page for as long as the tab exists; so does
 * one that already served the old page to a reload. Such a worker is unregistered, unless it has a push subscription or
 * work to do in the background; the next page registers it again.
 *
 * @param isStale whether the worker served the old page when this tab was reloaded before
 */
export async function takeOver(browser: BrowserWindow, isStale: boolean): Promise<void> {
  const registration = await browser.navigator.serviceWorker.getRegistration()
  if (!registration) return
  const { waiting } = registration
  if (waiting) {
    waiting.postMessage({ type: 'SKIP_WAITING' })
    const activated = until(waiting, 'statechange', () => /^activat/.test(waiting.state))
    await Promise.race([activated, new Promise((resolve) => browser.setTimeout(resolve, TAKE_OVER_MILLIS))])
  }
  if ((!registration.waiting && (waiting || !isStale)) || (await isNeeded(registration))) return
  // This bypasses the worker, and fails if the site is away: then the worker is all there is.
  await registration.update()
  await registration.unregister()
}

/** Returns whether something would be lost with a registration. */
async function isNeeded(registration: ServiceWorkerRegistration): Promise<boolean> {
  const { sync } = registration as { readonly sync?: { getTags(): Promise<string[]> } }
  const [subscription, tags] = await Promise.all([registration.pushManager?.getSubscription(), sync?.getTags()])
  return !!subscription || !!tags?.length
}

/** Resolves when a condition holds now or after an event. */
function until(target: EventTarget, type: string, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (holds()) resolve()
    }
    target.addEventListener(type, check)
    check()
  })
}
