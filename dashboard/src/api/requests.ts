// SPDX-License-Identifier: Apache-2.0
import type { Command, ConnectionQuery } from './types'

/** Returns the path below `/admin` and the body that give a command. */
export function requestOf(command: Command): { readonly path: string; readonly body: object } {
  const { kind, ...rest } = command
  return kind === 'release' ? { path: '/releases', body: rest } : { path: '/commands', body: { action: kind, ...rest } }
}

/** Returns a connection query as the part of an address after the question mark. */
export function searchOf(query: ConnectionQuery): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== false)
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
}
