// SPDX-License-Identifier: Apache-2.0
import { VERSION_HEADER } from '../shared'

type Fetch = typeof globalThis.$fetch

/** Lets `$fetch`, and so `useFetch`, say which build this page is of, to the page's own site only. */
export function sendVersion(version: string): void {
  const value = encodeURIComponent(version)
  globalThis.$fetch = globalThis.$fetch.create({
    onRequest({ request, options }) {
      const base = new URL(options.baseURL ?? '', location.href)
      const address = typeof request === 'string' ? request : request.url
      const isOwn = URL.canParse(address, base) && new URL(address, base).origin === location.origin
      if (isOwn) options.headers.set(VERSION_HEADER, value)
    },
  }) as Fetch
}
