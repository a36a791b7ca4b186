// SPDX-License-Identifier: Apache-2.0
// Which headers go where.

/** Headers of one connection, which say nothing about the next, and those that are made again. */
const OF_CONNECTION = [
  'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer',
  'transfer-encoding', 'upgrade', 'expect', 'host', 'content-length', 'accept-encoding',
]

/** Headers that only a proxy may set, so those of a visitor are not passed on. */
const OF_PROXIES = ['forwarded', 'x-forwarded-user', 'x-real-ip']

type Incoming = Readonly<Record<string, string | undefined>>

/**
 * Returns the headers for Rollcall. `Host` cannot be kept, so the browser's is in `X-Forwarded-Host`, which Rollcall compares
 * with `Origin`; the visitor's address is appended to `X-Forwarded-For`.
 */
export function forwardedHeaders(incoming: Incoming, address: string | undefined, secure: boolean): Record<string, string> {
  const dropped = new Set([...OF_CONNECTION, ...OF_PROXIES, ...(incoming['connection'] ?? '').toLowerCase().split(/\s*,\s*/)])
  const kept = Object.entries(incoming).flatMap(([name, value]) => (value === undefined || dropped.has(name) ? [] : [[name, value]]))
  const route = [incoming['x-forwarded-for'], address].filter(Boolean).join(', ')
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    // A compressed answer would be unpacked on the way, and its length would be wrong.
    'accept-encoding': 'identity',
    'x-forwarded-host': incoming['x-forwarded-host'] ?? incoming['host'] ?? '',
    'x-forwarded-proto': incoming['x-forwarded-proto'] ?? (secure ? 'https' : 'http'),
    ...(route === '' ? {} : { 'x-forwarded-for': route }),
  }
}

/** Returns the headers for the tab. */
export function passedHeaders(answered: Headers): Headers {
  const passed = new Headers(answered)
  for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'content-encoding']) passed.delete(name)
  return passed
}

/**
 * Returns the address that a request is passed on to.
 *
 * @param serverUrl the server, with its base path if that is not `url`
 * @param url the path that tabs use, below the base of the application
 * @param path the path of the request with its query, with or without the base of the application
 * @throws RangeError when the path leads outside Rollcall's paths
 */
export function targetOf(serverUrl: string, url: string, baseURL: string, path: string): string {
  const { origin, pathname } = new URL(serverUrl)
  const server = pathname.replace(/\/+$/, '') || url
  const base = baseURL.replace(/\/+$/, '')
  const local = path.startsWith(`${base}${url}`) ? path.slice(base.length) : path
  const target = new URL(origin + server + local.slice(url.length))
  if (target.pathname === server || target.pathname.startsWith(`${server}/`)) return target.href
  throw new RangeError(`${path}: leads out of ${url}`)
}
