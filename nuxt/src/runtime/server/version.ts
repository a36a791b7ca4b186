// SPDX-License-Identifier: Apache-2.0
import { getRequestHeader, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import { VERSION_HEADER } from '../shared'

/** Returns the build of the page that sent a request with `$fetch`; undefined when it did not say. */
export function getClientVersion(event: H3Event): string | undefined {
  const value = getRequestHeader(event, VERSION_HEADER)
  try {
    return value === undefined ? undefined : decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/**
 * Returns whether a request comes from a page of another build than this server's. After a rollback that may be a later one:
 * only the Rollcall server knows the order. False when the page did not say, as when it is only being opened.
 */
export function isClientOutdated(event: H3Event): boolean {
  const version = getClientVersion(event)
  return version !== undefined && version !== useRuntimeConfig(event).app.buildId
}
