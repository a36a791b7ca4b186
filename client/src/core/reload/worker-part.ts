// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'

/** What to do if a service worker controls the page. */
export type WorkerPart = typeof import('./service-worker')

/**
 * Creates the function that loads the part about service workers if one controls the page; its result is undefined
 * otherwise, and when loading fails.
 */
export function createWorkerPart(browser: BrowserWindow | undefined): () => Promise<WorkerPart | undefined> {
  return async () => {
    const workers = browser?.navigator.serviceWorker as ServiceWorkerContainer | undefined
    return workers?.controller ? import('./service-worker').catch(() => undefined) : undefined
  }
}
