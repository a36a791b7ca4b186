// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'
import type { PendingReload } from '../state/rollcall-state'

/**
 * Asks the application before an automatic reload. Returning nothing lets the reload continue. A promise makes it wait
 * until the promise is settled, and `false` makes it wait until the application calls `reload()`. Neither delays it
 * beyond the command's deadline; a command without a deadline waits as long as the application wants.
 */
export type BeforeReload = (reload: PendingReload) => void | boolean | Promise<void | boolean>

/** Fetches the new build. The reload follows whether this succeeds or fails. */
export type Prefetch = (browser: BrowserWindow) => Promise<unknown>

/** The settings of reloads. */
export interface ReloadOptions {
  /**
   * Asked before the tab reloads because the server says so. It may delay the reload.
   *
   * @default none: the tab reloads at once
   */
  readonly beforeReload?: BeforeReload

  /**
   * Fetches the new build before a reload, so that the reload finds it in the browser's cache. The reload waits for it
   * at most 10 seconds. `prefetchUrls` and `prefetchPage` create one.
   *
   * @default none
   */
  readonly prefetch?: Prefetch
}
