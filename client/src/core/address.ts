// SPDX-License-Identifier: Apache-2.0

/** Joins the server's base address and an endpoint; the base may be relative to the page. */
export function endpoint(base: string, page: string | null, path: string): string {
  const url = page === null ? new URL(base) : new URL(base, page)
  return url.origin + url.pathname.replace(/\/+$/, '') + path
}

/** Adds query parameters; those without a value are left out. */
export function withQuery(url: string, parameters: Readonly<Record<string, string | null>>): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `${url}?${pairs.join('&')}`
}
