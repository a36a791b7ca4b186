// SPDX-License-Identifier: Apache-2.0
import type { Token, TokenRequest } from '../../api/tokenTypes'
import type { Scope } from '../../api/types'
import { date } from '../format'

/** The scopes, and what each allows. */
export const SCOPES: readonly { readonly scope: Scope; readonly allows: string }[] = [
  { scope: 'read', allows: 'see everything except tokens' },
  { scope: 'announce', allows: 'announce versions, and send messages' },
  { scope: 'reload', allows: 'make tabs reload' },
  { scope: 'admin', allows: 'everything, including making and revoking tokens' },
]

/** A token as far as it has been filled in. Its fields are changed in place. */
export interface TokenDraft {
  name: string
  scopes: Scope[]
  /** Globs, separated by spaces or commas; empty for all routes. */
  routes: string
  percent: number | ''
  days: number | ''
}

const NAME = /^[A-Za-z0-9_.-]{1,64}$/
const MAX_DAYS = 1_825

/** Returns a draft of a token that only reads. */
export function emptyTokenDraft(): TokenDraft {
  return { name: '', scopes: ['read'], routes: '', percent: '', days: 90 }
}

/** Returns the token that a draft asks for, or what is wrong with it; neither while it is only incomplete. */
export function tokenOf({ name, scopes, routes, percent, days }: TokenDraft): { readonly request: TokenRequest | null; readonly problem: string | null } {
  const globs = routes.split(/[\s,]+/).filter((glob) => glob !== '')
  const problem = problemOf(name, scopes, globs.length > 0 || percent !== '', percent, days)
  if (problem !== null || name === '' || scopes.length === 0 || days === '') return { request: null, problem }
  return { request: { name, scopes, days, ...(globs.length === 0 ? {} : { routes: globs }), ...(percent === '' ? {} : { percent }) }, problem: null }
}

/** Returns which tabs the commands of a token may reach, in words. */
export function limitsText({ routes = [], percent }: Pick<Token, 'routes' | 'percent'>): string {
  const parts = [...(percent === undefined ? [] : [`${percent} % of the tabs`]), ...(routes.length === 0 ? [] : [`on ${routes.join(' or ')}`])]
  return parts.length === 0 ? 'none' : parts.join(' ')
}

/** Returns how long a token is valid, or why it no longer is. */
export function endText({ state, expires, revokedBy }: Token): string {
  if (state === 'revoked') return `revoked by ${revokedBy ?? 'somebody'}`
  return state === 'expired' ? `expired on ${date(expires)}` : `until ${date(expires)}`
}

function problemOf(name: string, scopes: readonly Scope[], isLimited: boolean, percent: number | '', days: number | ''): string | null {
  if (name !== '' && !NAME.test(name)) return 'Name: does not fit (expected: 1 to 64 letters, digits, or _ . -).'
  if (isLimited && scopes.includes('admin')) return 'Scopes: admin with limits (expected: not both, because an admin could make a token without limits).'
  if (percent !== '' && !isWhole(percent, 100)) return `Share: ${percent} % (expected: a whole number from 1 to 100).`
  return days === '' || isWhole(days, MAX_DAYS) ? null : `Days: ${days} (expected: a whole number from 1 to 1,825).`
}

function isWhole(value: number, highest: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= highest
}
