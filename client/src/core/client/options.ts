// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'
import type { ConnectionOptions } from '../connection/connection-options'
import type { ReloadOptions } from '../reload/reload-options'

/** The settings of `createRollcall`. */
export interface RollcallOptions extends ConnectionOptions, ReloadOptions {
  /** The build that this tab runs: 1 to 128 printable characters. The bundler usually writes it into the code. */
  readonly version: string

  /**
   * The server's base address, relative to the page or absolute.
   *
   * @default '/__skew'
   */
  readonly url?: string

  /**
   * The path that the tab is on. Query and fragment are left out.
   *
   * @default the path of the page's address
   */
  readonly route?: string

  /**
   * Whether this tab only watches, like a dashboard or a wall screen: it is in none of the totals, and no command is for it.
   *
   * @default false
   */
  readonly observe?: boolean

  /**
   * Whether the client connects by itself, as soon as the page is shown for the first time.
   *
   * @default true, except in a frame of a page of the same origin, which counts for both
   */
  readonly autoConnect?: boolean

  /**
   * The browser's window, for tests.
   *
   * @default the global one; without one (server-side rendering) the client does nothing
   */
  readonly window?: BrowserWindow
}

/**
 * Returns the version.
 *
 * @throws TypeError when it does not have 1 to 128 printable characters
 */
export function versionOf({ version }: RollcallOptions): string {
  if (typeof version === 'string' && /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version)) return version
  throw new TypeError(`version: ${version} (expected: 1 to 128 printable characters)`)
}

/** Returns a route that the server accepts. The server would refuse the connection of a tab with any other. */
export function routeOf(route: string): string {
  // Cutting may leave half a character, which is not printable either.
  return /^[^\p{C}\p{Zl}\p{Zp}?#]+/u.exec(route.replace(/^\/?/, '/').slice(0, 512))![0]
}
