// SPDX-License-Identifier: Apache-2.0
import type { Session } from '../../api/types'

/** What a person may do here besides reading. */
export interface Rights {
  /** Announce versions without force, and send messages. */
  readonly announce: boolean
  /** Make tabs reload. */
  readonly reload: boolean
  /** Announce a version and make tabs reload for it. */
  readonly force: boolean
  /** Make, see and revoke tokens. */
  readonly admin: boolean
}

/** The beginning of a sentence that says what a person may not do. */
export const MAY_NOT = 'You are signed in without the right to'

/** Returns what a session allows; nothing when there is none. */
export function rightsOf(session: Session | null): Rights {
  const has = (scope: Session['scopes'][number]): boolean => session?.scopes.includes(scope) ?? false
  return { announce: has('announce'), reload: has('reload'), force: has('announce') && has('reload'), admin: has('admin') }
}
