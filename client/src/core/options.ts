// SPDX-License-Identifier: Apache-2.0
import type { Environment } from './environment'
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
  readonly transport?: 'auto' | Transport | readonly Transport[]

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
   * Fetches the new build before reloading, for 10 seconds at the most: these addresses, or with `page` the fresh page
   * and the modules that it preloads.
   *
   * @default none
   */
  readonly prefetch?: readonly string[] | 'page'

  /**
   * Time, network and page, for tests and other runtimes.
   *
   * @default the browser's; without a browser (server-side rendering) the client does nothing
   */
  readonly environment?: Environment | null
}

const order: readonly Transport[] = ['websocket', 'sse', 'polling']

/** The transports to try, best first; not empty. */
export function transportsOf(options: RollcallOptions, environment: Environment): readonly Transport[] {
  const { transport = 'auto' } = options
  const wanted = transport === 'auto' ? order : [transport].flat()
  const there = wanted.filter((name) => name !== 'websocket' || environment.openSocket !== null)
  return there.length === 0 ? ['polling'] : there
}

/** The version, checked. */
export function versionOf({ version }: RollcallOptions): string {
  if (typeof version === 'string' && /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version) && version.length <= 128) return version
  throw new TypeError(`version: ${JSON.stringify(version)} (expected: 1 to 128 printable characters)`)
}

/** Route as the server takes it: one that did not fit would keep the tab out. */
export function routeOf(route: string): string {
  const path = route.replace(/[?#].*/s, '').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
  // Cutting may leave half a character.
  return (path.startsWith('/') ? path : `/${path}`).slice(0, 512).replace(/\p{Surrogate}/gu, '')
}

/** The path of an address; `/` when there is none. */
export function pathOf(href: string | null): string {
  return href !== null && URL.canParse(href) ? new URL(href).pathname : '/'
}
