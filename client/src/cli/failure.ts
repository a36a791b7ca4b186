// SPDX-License-Identifier: Apache-2.0

/** The exit codes of the command. */
export const EXIT = {
  done: 0,
  /** The arguments or the environment are invalid; nothing was sent. */
  usage: 2,
  /** No answer from a Rollcall server: unreachable, too slow, or the address of something else. */
  unreachable: 3,
  /** The server said no: a wrong secret, one that may not announce, or an invalid version. */
  refused: 4,
} as const

/** An error that ends the command, and says what was wrong and what to do about it. */
export class Failure extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}
