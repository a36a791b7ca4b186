// SPDX-License-Identifier: Apache-2.0
import { markedAddress, type OriginOptions } from './origins'

/** The header in which a page says which build it runs. Its value is percent-encoded. */
export const VERSION_HEADER = 'x-rollcall-version'

/** The query parameter that says the same where no header can be set. */
export const VERSION_PARAMETER = 'rollcall-version'

/** The build that the page runs: a client that knows it, or the build id itself. */
export type VersionSource = string | { readonly initial: { readonly version: string } }

/** The headers of a request: those of `fetch`, of axios, or of ofetch. */
export interface HeadersLike {
  has(name: string): boolean
  set(name: string, value: string): unknown
}

/** Returns the version as a header and a query carry it: in ASCII only. */
export function encodedVersion(source: VersionSource): string {
  return encodeURIComponent(typeof source === 'string' ? source : source.initial.version)
}

/** Adds the header to a request for an address that is sent the version. An existing header stays. */
export function markHeaders(headers: HeadersLike, source: VersionSource, address: URL | null): void {
  const version = encodedVersion(source)
  if (address !== null && version !== '' && !headers.has(VERSION_HEADER)) headers.set(VERSION_HEADER, version)
}

/**
 * Returns an address with the version of this page as a query parameter, for requests that cannot have a header: forms,
 * links, downloads, images, `EventSource` and `navigator.sendBeacon`. An address of another origin, or one that already
 * has the parameter, is returned unchanged.
 *
 * A form with `method="get"` replaces the query of its address; give it a hidden field named `rollcall-version` instead.
 *
 * @param address absolute, or relative to the page; the result is relative if this is
 */
export function versionedUrl(source: VersionSource, address: string | URL, options: OriginOptions = {}): string {
  const text = String(address).trim()
  const version = encodedVersion(source)
  const url = markedAddress(text, undefined, options)
  const isInPage = text.startsWith('#')
  if (url === null || version === '' || isInPage || url.searchParams.has(VERSION_PARAMETER)) return text
  const end = text.includes('#') ? text.indexOf('#') : text.length
  const path = text.slice(0, end) || url.search // An empty address is the page's own, with its query.
  const joint = !path.includes('?') ? '?' : /[?&]$/.test(path) ? '' : '&'
  return `${path}${joint}${VERSION_PARAMETER}=${version}${text.slice(end)}`
}
