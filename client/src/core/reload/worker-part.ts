// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'

/** What is done where a service worker controls the page. */
export type WorkerPart = typeof import('./service-worker')

/** Loads the part about service workers, where one controls the page; undefined elsewhere, and when it cannot be loaded. */
export function createWorkerPart(browser: BrowserWindow | undefined): () => Promise<WorkerPart | undefined> {
  return async () => {
    const workers = browser?.navigator.serviceWorker as ServiceWorkerContainer | undefined
    return workers?.controller ? import('./service-worker').catch(() => undefined) : undefined
  }
}
