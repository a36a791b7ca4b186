// SPDX-License-Identifier: Apache-2.0
// The parts of the state that the bindings show.
import { messageOf } from './update-message'
import type { ConnectionInfo } from '../core/protocol/messages'
import type { PendingReload, RollcallState, Stale } from '../core/state/rollcall-state'
import type { Rollcall } from '../core/client/rollcall'

/** Live stats, as an authorized tab sees them; empty until they arrive. */
export interface ActiveConnections {
  /** The exact number of open tabs. */
  readonly total: number
  /** Tabs by build. */
  readonly versions: Readonly<Record<string, number>>
  /** Tabs by path; empty if the server does not track routes. */
  readonly routes: Readonly<Record<string, number>>
  /** The tabs, in order of arrival. The server may list only the oldest (200 unless configured). */
  readonly connections: readonly ConnectionInfo[]
  /** The id of this tab in that list; undefined until it is known. */
  readonly yourId: string | undefined
  /** Whether the server lets this tab see stats; null until it has answered. */
  readonly authorized: boolean | null
}

/** What a prompt for a new version shows and does. */
export interface Update {
  /** This tab's build. */
  readonly version: string
  /** The server's current version; null until it is known. */
  readonly serverVersion: string | null
  /** Whether the server has gone back to that version. */
  readonly isRollback: boolean
  /** The reload that the server has ordered; null if none. */
  readonly pending: PendingReload | null
  /** What served the old build again when the page was reloaded for the new one; null if nothing did. */
  readonly unchanged: Stale | null
  /** What to tell the person, in English: what happens, and the time left. */
  readonly message: string
  /** Seconds until that reload, rounded up; null when it is unknown. */
  readonly seconds: number | null
  /** Reloads the page now. */
  reload(): void
  /** Hides the prompt until the next version. A reload that the server has ordered is still shown. */
  dismiss(): void
}

/** Returns the stats of a state. */
export function activeConnections({ stats, authorized }: RollcallState): ActiveConnections {
  const { total = 0, versions = {}, routes = {}, connections = [], yourId } = stats ?? {}
  return { total, versions, routes, connections, yourId, authorized }
}

/** Returns what to ask the user; null when there is nothing to ask. */
export function updateOf(client: Rollcall, state: RollcallState): Update | null {
  const { version, serverVersion, isOutdated, isRollback, dismissed, unchanged, reload: pending } = state
  if (pending === null && (!isOutdated || dismissed === serverVersion)) return null
  const seconds = pending?.remaining == null ? null : Math.ceil(pending.remaining / 1_000)
  const [reload, dismiss] = [() => client.reload(), () => client.dismiss()]
  const message = messageOf(state) ?? ''
  return { version, serverVersion, isRollback, pending, unchanged, message, seconds, reload, dismiss }
}

/**
 * Calls the listener with each server version that makes this tab outdated, and immediately if there is one now.
 *
 * @returns a function that ends this
 */
export function onOutdated(client: Rollcall, listener: (serverVersion: string) => void): () => void {
  let last: string | null = null
  const check = (): void => {
    const { isOutdated, serverVersion } = client.state
    const version = isOutdated ? serverVersion : null
    if (version === last) return
    last = version
    if (version !== null) listener(version)
  }
  const stop = client.subscribe(check)
  check()
  return stop
}
