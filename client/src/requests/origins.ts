// SPDX-License-Identifier: Apache-2.0

/** Which origins are sent the version. */
export interface OriginOptions {
  /**
   * Further origins that are sent the version, such as `https://api.example.com`, without a path. Each must allow the
   * header, because a browser asks first (`Access-Control-Allow-Headers`).
   *
   * @default none: only the origin of the page
   */
  readonly origins?: readonly string[]
}

/**
 * Returns where a request goes if the version is sent there; null otherwise, and always without a browser.
 *
 * @param address as the page writes it
 * @param base what the address is relative to, itself relative to the page
 */
export function markedAddress(address: string, base: string | undefined, { origins = [] }: OriginOptions): URL | null {
  const { document, location } = globalThis as { document?: Document; location?: Location }
  const page = document?.baseURI ?? location?.href
  const url = parsed(address, base === undefined ? page : parsed(base, page)?.href)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  return url.origin === location?.origin || origins.includes(url.origin) ? url : null
}

function parsed(address: string, base: string | undefined): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null // The code that sends the request gets the error itself.
  }
}
