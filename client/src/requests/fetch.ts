// SPDX-License-Identifier: Apache-2.0
import { markedAddress, type OriginOptions } from './origins'
import { markHeaders, type VersionSource } from './version-mark'

type Fetch = typeof globalThis.fetch

/** Options of a `fetch` that says which build the page runs. */
export interface VersionedFetchOptions extends OriginOptions {
  /**
   * The `fetch` that sends the requests.
   *
   * @default the global one, as it is when a request is sent
   */
  readonly fetch?: Fetch
}

/**
 * Returns a `fetch` that says which build the page runs, in the header `x-rollcall-version`. A header that a request
 * already has stays, and requests to other origins are left alone.
 */
export function versionedFetch(source: VersionSource, options: VersionedFetchOptions = {}): Fetch {
  return async (input, init) => {
    const send = options.fetch ?? globalThis.fetch
    if (typeof Request !== 'undefined' && input instanceof Request) return send(markedRequest(source, input, init, options))
    const headers = new Headers(init?.headers)
    markHeaders(headers, source, markedAddress(String(input), undefined, options))
    return send(input, { ...init, headers })
  }
}

/**
 * Marks a copy, because the request is the caller's. The mark is set afterwards: a copy made with our options would
 * lose its referrer.
 */
function markedRequest(source: VersionSource, input: Request, init: RequestInit | undefined, options: OriginOptions): Request {
  const request = new Request(input, init)
  markHeaders(request.headers, source, markedAddress(request.url, undefined, options))
  return request
}

/**
 * Replaces the global `fetch` with {@link versionedFetch}, for code that cannot be given another one.
 *
 * @returns a function that undoes it, unless other code has replaced `fetch` since
 */
export function installFetch(source: VersionSource, options: OriginOptions = {}): () => void {
  const former = globalThis.fetch
  const marked = versionedFetch(source, { ...options, fetch: (input, init) => former.call(globalThis, input, init) })
  globalThis.fetch = marked
  return () => {
    if (globalThis.fetch === marked) globalThis.fetch = former
  }
}
