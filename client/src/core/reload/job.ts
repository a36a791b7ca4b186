// SPDX-License-Identifier: Apache-2.0
import type { VersionMessage } from '../protocol/messages'

/** A reload that is to be done. */
export interface Job {
  readonly version: string
  /** The command's id; null when it has none. */
  readonly command: string | null
  /** Identifies the command; null if nothing in the message does. */
  readonly key: string | null
  /** The latest moment, in milliseconds since the epoch on this computer's clock; null when there is none. */
  readonly deadline: number | null
}

/**
 * Returns the job that a command orders.
 *
 * @param time the current time, in milliseconds since the epoch; needed only if there is a deadline
 * @param before the job that is under way, whose deadline still holds
 */
export function jobOf(
  { version, command, timestamp, deadline }: Omit<VersionMessage, 'type'>,
  time = 0,
  before?: Job | null,
): Job {
  // Both times are the server's, so the difference is right whatever this computer's clock says.
  const latest = deadline ? time + Math.max(0, deadline - (timestamp ?? time)) : Infinity
  const until = Math.min(latest, before?.deadline ?? Infinity)
  return {
    version,
    command: command ?? null,
    key: command ?? (timestamp ? `${version} ${timestamp}` : null),
    deadline: until < Infinity ? until : null,
  }
}
