// SPDX-License-Identifier: Apache-2.0
import { tryTo, type BrowserWindow } from '../browser/browser-window'
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
   * The path that the tab is on. Query and fragment are left out. `hash` means the path in the fragment, for routers
   * that keep it there (`/#/basket`); the client then follows it itself.
   *
   * @default the path of the page's address
   */
  readonly route?: string | 'hash'

  /**
   * The group of the first route, such as `/product/:id`: the server counts routes of a group together.
   *
   * @default none: the server's own `route-groups` count
   */
  readonly group?: string | undefined

  /**
   * Whether this tab only watches, like a dashboard or a wall screen: it is in none of the totals, and no command
   * reaches it.
   *
   * @default false
   */
  readonly observe?: boolean

  /**
   * Whether the client connects on its own, as soon as the page is first shown.
   *
   * @default true, except in a frame, because the page around it counts
   */
  readonly autoConnect?: boolean

  /**
   * The browser's window, for tests.
   *
   * @default the global one; without one (server-side rendering) the client does nothing
   */
  readonly window?: BrowserWindow
}

/** Returns whether a version has 1 to 128 printable characters. */
export function isVersion(version: unknown): version is string {
  return typeof version === 'string' && /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version)
}

/** Returns the route that the options name, otherwise the page's; empty without a browser. */
export function firstRoute({ route }: RollcallOptions, browser: BrowserWindow | undefined): string {
  const place = browser?.location
  return routeOf((route === 'hash' ? place?.hash.replace(/^#!?/, '') : (route ?? place?.pathname)) ?? '')
}

/**
 * Returns a route in its normal form, as the server keeps it (docs/protocol.md): a path without dot segments or doubled
 * slashes, percent-encoded only where necessary. It has at most 512 characters; the server would refuse a tab with
 * more.
 */
export function routeOf(route: string): string {
  const path = ('/' + route.replace(/[?#].*/s, '')).replace(/\/+/g, '/').replace(/[\\\s]/g, encodeURIComponent)
  // Removes dot segments, and percent-encodes everything outside ASCII.
  const { pathname } = new URL('http://a' + path)
  const readable = pathname.replace(/%[c-f].(%[89ab].)+|%[\da-f]{2}|[%^]/gi, readableCharacter).normalize()
  // Cutting must not leave half a character.
  return readable.slice(0, 512).replace(/%.?$|[\ud800-\udbff]$/, '')
}

/** Returns a character as paths in normal form have it; it may be given percent-encoded. */
function readableCharacter(code: string): string {
  const character = tryTo(() => decodeURIComponent(code))
  if (character && !/[%\s"#<>?^`{}\\/\p{C}\p{Z}]/u.test(character)) return character
  return code[1] ? code.toUpperCase() : encodeURIComponent(code)
}
