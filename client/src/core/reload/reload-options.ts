// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'
import type { PendingReload } from '../state/rollcall-state'

/**
 * Asks the application before an automatic reload, or before every one with `askAlways`. Returning nothing lets the
 * reload continue. A promise makes it wait until the promise settles, and `false` makes it wait until the application
 * calls `reload()`. Neither delays it beyond the command's deadline; without a deadline, it waits as long as the
 * application wants.
 */
export interface BeforeReload {
  (reload: PendingReload): void | boolean | Promise<void | boolean>
  /** Whether to ask it again when its promise settles: it must answer at once if there is nothing to wait for. */
  readonly again?: boolean
  /** Why the page needs time, 1 to 64 characters. The receipt of the command counts the waiting tabs by reason. */
  readonly reason?: string
}

/** Fetches the new build. The reload follows whether this succeeds or fails. */
export type Prefetch = (browser: BrowserWindow) => Promise<unknown>

/** The settings of reloads. */
export interface ReloadOptions {
  /**
   * Asked before the tab reloads on the server's order. It may delay the reload.
   *
   * @default none: the tab reloads at once
   */
  readonly beforeReload?: BeforeReload

  /**
   * Whether `beforeReload` is also asked when the user presses a prompt's button or the application calls `reload()`. A
   * second `reload()` while the first is put off does not ask again.
   *
   * @default false
   */
  readonly askAlways?: boolean

  /**
   * Whether the client first checks with a GET that the page is there, before it gives up the one it has. While it is
   * not there (no network, an error, a redirect to another path), the tab stays as it is and looks again later.
   *
   * @default true
   */
  readonly look?: boolean

  /**
   * Fetches the new build before a reload, so that the reload finds it in the browser's cache. The reload waits for it
   * at most 10 seconds. `prefetchUrls` and `prefetchPage` create one.
   *
   * @default none
   */
  readonly prefetch?: Prefetch
}
