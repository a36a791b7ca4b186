// SPDX-License-Identifier: Apache-2.0
import type { Transport } from '../protocol/messages'

/** The settings of the tab's connection. */
export interface ConnectionOptions {
  /**
   * The transport, or the transports to try, best first.
   *
   * @default ['websocket', 'sse', 'polling']
   */
  readonly transport?: Transport | readonly Transport[]

  /**
   * What a tab does once it has been hidden for `backgroundAfter`: `poll` gives up its stream and polls until the user
   * is back; `keep` keeps the stream.
   *
   * @default 'keep'
   */
  readonly background?: 'keep' | 'poll'

  /**
   * How long a tab must be hidden to count as in the background, in milliseconds.
   *
   * @default 300000
   */
  readonly backgroundAfter?: number

  /**
   * The time between the server's signs of life, in milliseconds. A stream that is silent for twice that time is dead.
   *
   * @default 25000
   */
  readonly beat?: number
}
