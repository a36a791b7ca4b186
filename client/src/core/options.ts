// SPDX-License-Identifier: Apache-2.0
import type { Page } from './page'
import type { Transport } from './protocol'
import type { BeforeReload } from './reload/reloader'

/** Settings of {@link createRollcall}. */
export interface RollcallOptions {
  /** The build that this tab runs: 1 to 128 printable characters. Usually written into the code by the build. */
  readonly version: string

  /**
   * The server's base address, relative to the page or absolute.
   *
   * @default '/__skew'
   */
  readonly url?: string

  /**
   * The transport, or those to try, best first.
   *
   * @default ['websocket', 'sse', 'polling']
   */
  readonly transport?: Transport | readonly Transport[]

  /**
   * The path that the tab is on; query and fragment are left out.
   *
   * @default the path of the page's address
   */
  readonly route?: string

  /**
   * Connects by itself, as soon as the page is shown.
   *
   * @default true
   */
  readonly autoConnect?: boolean

  /**
   * `poll`: a tab that nobody has looked at for `backgroundAfter` polls until somebody does. `keep`: it keeps its stream.
   *
   * @default 'keep'
   */
  readonly background?: 'keep' | 'poll'

  /**
   * Milliseconds until a hidden tab counts as in the background.
   *
   * @default 300000
   */
  readonly backgroundAfter?: number

  /**
   * Milliseconds between the server's signs of life. A stream that is silent for two of them is dead.
   *
   * @default 25000
   */
  readonly beat?: number

  /**
   * Asked before the tab reloads because the server says so; may put it off.
   *
   * @default none: the tab reloads at once
   */
  readonly beforeReload?: BeforeReload

  /**
   * Fetches the new build before reloading, so that the reload finds it in the browser's cache; the tab waits for it 10
   * seconds at the most. `prefetchUrls` and `prefetchPage` make one.
   *
   * @default none
   */
  readonly prefetch?: Prefetch

  /**
   * The browser's window, for tests.
   *
   * @default the global one; without any (server-side rendering) the client does nothing
   */
  readonly window?: Page
}

/** Fetches the new build; whether that worked makes no difference. */
export type Prefetch = (page: Page) => Promise<unknown>

/** The transports to try, best first. */
export function transportsOf({ transport = ['websocket', 'sse', 'polling'] }: RollcallOptions): readonly Transport[] {
  return [transport].flat()
}

/** The version, checked. */
export function versionOf({ version }: RollcallOptions): string {
  if (typeof version === 'string' && /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version)) return version
  throw new TypeError(`version: ${version} (expected: 1 to 128 printable characters)`)
}

/** A route as the server takes it: one that did not fit would keep the tab out. */
export function routeOf(route: string): string {
  const path = route.replace(/^\/?/, '/').replace(/[?#].*/s, '')
  // Cutting may leave half a character, which is not printable either.
  return path.slice(0, 512).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
}
