// SPDX-License-Identifier: Apache-2.0
import { VERSION_HEADER, VERSION_PARAMETER } from '@rollcall/client/requests'
import { getQuery, getRequestHeader, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'

/**
 * Returns the build of the page that sent a request, from the header that `$fetch` sends, or else from the query parameter of
 * `versionedUrl`; undefined if the page did not say.
 */
export function getClientVersion(event: H3Event): string | undefined {
  return decoded(getRequestHeader(event, VERSION_HEADER)) ?? text(getQuery(event)[VERSION_PARAMETER])
}

function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : text(decodeURIComponent(value))
  } catch {
    return undefined
  }
}

/** Several values count as none. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * Returns whether a request comes from a page of another build than this server's. After a rollback that may be a later one:
 * only the Rollcall server knows the order. False if the page did not say, for example while it is being opened.
 */
export function isClientOutdated(event: H3Event): boolean {
  const version = getClientVersion(event)
  return version !== undefined && version !== useRuntimeConfig(event).app.buildId
}
