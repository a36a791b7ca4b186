// SPDX-License-Identifier: Apache-2.0

/** How the command ends. */
export const EXIT = {
  done: 0,
  /** The arguments or the environment do not fit; nothing was sent. */
  usage: 2,
  /** No answer from a Rollcall server: unreachable, too slow, or the address of something else. */
  unreachable: 3,
  /** The server said no: a wrong secret, one that may not announce, or a version that does not fit. */
  refused: 4,
} as const

/** The end of the command, with what was wrong and what to do about it. */
export class Failure extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}
