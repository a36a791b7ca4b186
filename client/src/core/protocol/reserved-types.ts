// SPDX-License-Identifier: Apache-2.0
// Not used by the core: an application that does not import it does not ship it.

/** The contract's own message types, apart from those that begin with `stats`. */
const RESERVED_TYPES: readonly string[] = ['connected', 'keepalive', 'pong', 'version', 'reconnect']

/**
 * Returns whether a message type belongs to the contract: its own types, and every type that begins with `stats`. The
 * server refuses to send an application's message of such a type.
 */
export function isReservedType(type: string): boolean {
  return type.startsWith('stats') || RESERVED_TYPES.includes(type)
}
