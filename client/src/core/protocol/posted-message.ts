// SPDX-License-Identifier: Apache-2.0
import type { ClientMessage } from './messages'

/** A message that is sent as a POST when there is no WebSocket: any but the ping. */
export type PostedMessage = Exclude<ClientMessage, { readonly type: 'ping' }>
