// SPDX-License-Identifier: Apache-2.0
import type { ProblemCode } from '../state/rollcall-state'

/**
 * Returns what an answer says about the way to the server; null when trying again may help.
 *
 * @param isOurs whether a Rollcall server answered
 */
export function problemOf({ status }: Response, isOurs?: boolean): ProblemCode | null {
  if (status === 429 || status > 499) return null
  if (/^40[13]$/.test(`${status}`)) return 'forbidden'
  if (isOurs) return status === 404 ? 'unknown-tab' : status < 300 ? null : 'rejected'
  return status < 400 || status === 404 || status === 405 ? 'not-rollcall' : 'rejected'
}
