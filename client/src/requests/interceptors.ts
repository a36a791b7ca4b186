// SPDX-License-Identifier: Apache-2.0
import { markedAddress, type OriginOptions } from './origins'
import { markHeaders, type HeadersLike, type VersionSource } from './version-mark'

/** The part of an axios request's configuration that is used here. */
export interface AxiosRequestLike {
  url?: string | undefined
  baseURL?: string | undefined
  allowAbsoluteUrls?: boolean | undefined
  headers: HeadersLike
}

/** The part of an ofetch request's context that is used here. */
export interface OfetchContextLike {
  request: string | URL | Request
  options: { baseURL?: string | undefined; headers: HeadersLike }
}

/**
 * Returns an interceptor that says which build the page runs, in the header `x-rollcall-version`:
 * `axios.interceptors.request.use(axiosVersion(client))`. A header that a request already has stays, and requests to
 * other origins are left alone.
 */
export function axiosVersion(source: VersionSource, options: OriginOptions = {}): <T extends AxiosRequestLike>(config: T) => T {
  return (config) => {
    markHeaders(config.headers, source, markedAddress(axiosAddress(config), undefined, options))
    return config
  }
}

/** Joins base and address as axios does: with one slash, even if the address begins with one. */
function axiosAddress({ url = '', baseURL, allowAbsoluteUrls }: AxiosRequestLike): string {
  const isAbsolute = /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)
  if (!baseURL || (isAbsolute && allowAbsoluteUrls !== false)) return url
  return url === '' ? baseURL : `${baseURL.replace(/\/?\/$/, '')}/${url.replace(/^\/+/, '')}`
}

/**
 * Returns an `onRequest` for ofetch that says which build the page runs, in the header `x-rollcall-version`:
 * `ofetch.create({ onRequest: ofetchVersion(client) })`. A header that a request already has stays, and requests to
 * other origins are left alone.
 */
export function ofetchVersion(source: VersionSource, options: OriginOptions = {}): (context: OfetchContextLike) => void {
  return ({ request, options: { baseURL, headers } }) => {
    const address = typeof request === 'object' && 'url' in request ? request.url : String(request)
    markHeaders(headers, source, markedAddress(address, baseURL, options))
  }
}
