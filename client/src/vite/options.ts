// SPDX-License-Identifier: Apache-2.0
import { givenBuildId } from './build-id/build-id'

/** The settings of the plugin. None is needed. */
export interface RollcallViteOptions {
  /**
   * The id of this build: 1 to 128 printable characters. Give one when a commit says too little, for example when one
   * commit is built several times with different settings.
   *
   * @default the commit that the build service names (GitHub, GitLab, Vercel, Cloudflare Pages, Netlify, Bitbucket),
   *     otherwise git's, with a suffix if something is not committed, otherwise the time
   */
  readonly build?: string

  /**
   * The path at which tabs find the server, as in `createRollcall`.
   *
   * @default '/__skew'
   */
  readonly url?: string

  /**
   * The address of a running server, such as `http://localhost:8080`. `vite dev` and `vite preview` pass requests for
   * `url` on to it, including WebSockets. Used in development only.
   *
   * @default none
   */
  readonly serverUrl?: string

  /**
   * Whether `vite dev` itself plays the server, so that prompts can be tried without one. Open `url` in a browser to
   * announce, reload and roll back.
   *
   * @default true, unless `serverUrl` is given
   */
  readonly dev?: boolean

  /**
   * Whether to write the build id into a file beside the pages, for `npx rollcall announce` and anything else that
   * needs to know which build the site serves. A string is the file's name.
   *
   * @default 'version.json'
   */
  readonly versionFile?: string | false

  /**
   * Whether to put the client into every HTML page: it connects, follows navigations and shows a prompt. For sites
   * without a framework; code can use the client as `window.rollcall`.
   *
   * @default false
   */
  readonly inject?: boolean
}

/** The settings with their defaults, checked. */
export interface Settings {
  readonly build: string | undefined
  readonly url: string
  readonly server: URL | undefined
  readonly standIn: boolean
  readonly versionFile: string | undefined
  readonly inject: boolean
}

/**
 * Checks the settings and adds the defaults.
 *
 * @throws TypeError naming the setting that is invalid
 */
export function settingsOf(options: RollcallViteOptions): Settings {
  const { build, url = '/__skew', serverUrl, dev = serverUrl === undefined, versionFile = 'version.json', inject = false } = options
  if (!/^\/[^?#]*[^/?#]$|^https?:\/\//.test(url)) {
    throw new TypeError(`rollcall: url: ${url} (expected: a path such as /__skew, or an http address)`)
  }
  if (dev && serverUrl !== undefined) throw new TypeError('rollcall: dev: true with a serverUrl (expected: one of the two)')
  return {
    build: build === undefined ? undefined : givenBuildId(build),
    url: url.replace(/\/+$/, ''),
    server: serverUrl === undefined ? undefined : serverOf(serverUrl),
    // A server at another origin is not reached through this one.
    standIn: dev && url.startsWith('/'),
    versionFile: versionFile === false ? undefined : versionFile,
    inject,
  }
}

function serverOf(serverUrl: string): URL {
  const server = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined
  if (server !== undefined && /^https?:$/.test(server.protocol)) return server
  throw new TypeError(`rollcall: serverUrl: ${serverUrl} (expected: an address such as http://localhost:8080)`)
}
