// SPDX-License-Identifier: Apache-2.0
import type { ClientSettings, PublicSettings } from './runtime/shared'

/** How to announce a build. */
export interface AnnounceSettings {
  /**
   * The site, or the base address of the server.
   *
   * @default the variable ROLLCALL_URL, otherwise `serverUrl`
   */
  url?: string
  /**
   * Whether tabs on older versions reload on their own.
   *
   * @default false
   */
  force?: boolean
}

/** The settings of the module, `rollcall` in nuxt.config. None is needed. */
export interface ModuleOptions {
  /**
   * Whether the module does anything.
   *
   * @default true
   */
  enabled: boolean
  /**
   * Where tabs find the server: a path of the site, or an address elsewhere. At run time: `NUXT_PUBLIC_ROLLCALL_URL`.
   *
   * @default '/__skew'
   */
  url: string
  /**
   * The address at which Nuxt's own server reaches Rollcall, such as `http://rollcall:8080`. Nuxt then passes on what tabs send
   * to `url`, in production and in development, over server-sent events and polling. Leave it out if a proxy in front of the
   * site does that; a proxy can also pass on WebSockets. At run time: `NUXT_ROLLCALL_SERVER_URL`.
   *
   * @default none
   */
  serverUrl?: string
  /**
   * Whether `nuxt dev` plays the server, so that prompts can be tried without one: a page at `url` can announce, reload and
   * roll back.
   *
   * @default true, unless `serverUrl` is given
   */
  dev?: boolean
  /**
   * Whether the module shows its own prompt. An application with a `<RollcallPrompt>` anywhere shows that one instead.
   *
   * @default true
   */
  prompt: boolean
  /**
   * Whether a tab fetches the new build before a reload that the server has ordered, to make the interruption shorter.
   *
   * @default false
   */
  prefetch: boolean
  /**
   * Whether the server counts a route under its pattern, such as `/product/:id()`.
   *
   * @default false
   */
  groups: boolean
  /**
   * Whether requests that pages send to their own site with `$fetch` or `useFetch` name the page's build, so that
   * `isClientOutdated(event)` can tell.
   *
   * @default true
   */
  versionHeader: boolean
  /**
   * Whether to announce each build when it is done. Use this only if the build is served from that moment on, such as when
   * building on the machine that serves it; otherwise run `npx rollcall announce` as the last step of a deploy. The secret
   * comes from the variable ROLLCALL_CI_SECRET.
   *
   * @default false
   */
  announce: boolean | AnnounceSettings
  /** Further settings of the client, such as `transport`. */
  client: ClientSettings
}

/**
 * Checks the settings.
 *
 * @throws TypeError naming the setting that is invalid
 */
export function check({ url, serverUrl, dev }: ModuleOptions): void {
  if (!/^\/[^?#]*[^/?#]$|^https?:\/\//.test(url)) {
    throw new TypeError(`rollcall.url: ${url} (expected: a path such as /__skew, or an http address)`)
  }
  if (serverUrl && !/^https?:\/\//.test(serverUrl)) {
    throw new TypeError(`rollcall.serverUrl: ${serverUrl} (expected: an address such as http://rollcall:8080)`)
  }
  if (serverUrl && !url.startsWith('/')) {
    throw new TypeError(`rollcall.url: ${url} with a serverUrl (expected: a path such as /__skew, which Nuxt passes on)`)
  }
  if (dev && serverUrl) throw new TypeError('rollcall.dev: true with a serverUrl (expected: one of the two)')
}

/** Returns the settings for pages. */
export function publicSettings(options: ModuleOptions, belowBase: boolean): PublicSettings {
  const { url, prompt, prefetch, groups, versionHeader, client } = options
  // Nuxt does not pass on WebSockets, so there is no point in trying them there.
  const transport = belowBase ? { transport: client.transport ?? (['sse', 'polling'] as const) } : {}
  return { url, belowBase, prompt, prefetch, groups, versionHeader, client: { ...client, ...transport } }
}
