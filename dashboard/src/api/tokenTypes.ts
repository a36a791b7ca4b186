// SPDX-License-Identifier: Apache-2.0
// What the admin endpoints say about tokens, as docs/protocol.md describes it.

import type { Scope } from './types'

/** A token to make. */
export interface TokenRequest {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Globs: its commands reach only tabs on these routes; absent for all. */
  readonly routes?: readonly string[]
  /** 1 to 100: its commands reach only this share of the tabs; absent for all. */
  readonly percent?: number
  /** Its lifetime in days. */
  readonly days: number
}

/** A token, without its secret text. */
export interface Token extends Omit<TokenRequest, 'days'> {
  readonly id: string
  /** Who made it. */
  readonly by: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Milliseconds since the epoch. */
  readonly expires: number
  readonly state: 'valid' | 'expired' | 'revoked'
  readonly revokedBy?: string
  /** In milliseconds since the epoch, as far as the answering server knows. */
  readonly lastUsed?: number
}

/** A token that has just been made. */
export interface MadeToken extends Token {
  /** The text to present; it is in this answer and nowhere else. */
  readonly token: string
}
