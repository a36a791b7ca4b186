// SPDX-License-Identifier: Apache-2.0
import type { TransportEnd } from '../transports/transport'

/** The end of an attempt to connect, or of the connection that followed. */
export interface AttemptEnd extends TransportEnd {
  /** Whether nothing has failed: the next attempt need not wait. */
  readonly excused?: boolean
}
