// SPDX-License-Identifier: Apache-2.0
import { VERSION_HEADER, VERSION_PARAMETER } from '@rollcall/client/requests'
import { getQuery, getRequestHeader, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'

/**
 * Returns the build of the page that sent a request, by the header that `$fetch` sends, else by the query parameter of
 * `versionedUrl`; undefined when it did not say.
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

/** Several values are as good as none. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * Returns whether a request comes from a page of another build than this server's. After a rollback that may be a later one:
 * only the Rollcall server knows the order. False when the page did not say, as when it is only being opened.
 */
export function isClientOutdated(event: H3Event): boolean {
  const version = getClientVersion(event)
  return version !== undefined && version !== useRuntimeConfig(event).app.buildId
}
