// SPDX-License-Identifier: Apache-2.0
// What the bindings for Vue and React show of the state, said once for both.
import type { ConnectionInfo } from '../core/protocol'
import type { PendingReload, RollcallState } from '../core/state'
import type { Rollcall } from '../core/client'

/** Live stats as an authorized tab sees them; empty until then. */
export interface ActiveConnections {
  /** All open tabs; exact. */
  readonly total: number
  /** Tabs by build. */
  readonly versions: Readonly<Record<string, number>>
  /** Tabs by path; empty where the server does not track routes. */
  readonly routes: Readonly<Record<string, number>>
  /** One by one, in order of arrival; the server may list only the first (200 unless configured). */
  readonly connections: readonly ConnectionInfo[]
  /** Which of them this tab is; undefined until it is known. */
  readonly yourId: string | undefined
  /** null until the server has answered, false when it refused, true when stats come. */
  readonly authorized: boolean | null
}

/** What a prompt for a new version needs to know and to do. */
export interface Update {
  /** This tab's build. */
  readonly version: string
  /** The version in force on the server; null until it is known. */
  readonly serverVersion: string | null
  /** The reload that the server ordered; null for none. */
  readonly pending: PendingReload | null
  /** Whole seconds until that reload, rounded up; null when nobody knows. */
  readonly seconds: number | null
  /** Reloads the page now. */
  reload(): void
  /** Hides the prompt until the next version. A reload that the server ordered is shown all the same. */
  dismiss(): void
}

/** The stats of that state. */
export function activeConnections({ stats, authorized }: RollcallState): ActiveConnections {
  const { total = 0, versions = {}, routes = {}, connections = [], yourId } = stats ?? {}
  return { total, versions, routes, connections, yourId, authorized }
}

/** What to ask the user; null when there is nothing to ask. */
export function updateOf(client: Rollcall, state: RollcallState): Update | null {
  const { version, serverVersion, isOutdated, dismissed, reload: pending } = state
  if (pending === null && (!isOutdated || dismissed === serverVersion)) return null
  const seconds = pending?.remaining == null ? null : Math.ceil(pending.remaining / 1_000)
  return { version, serverVersion, pending, seconds, reload: () => client.reload(), dismiss: () => client.dismiss() }
}

/**
 * Calls the listener with each version of the server that is not this tab's, and at once when there is one now.
 *
 * @returns what ends that
 */
export function onOutdated(client: Rollcall, listener: (serverVersion: string) => void): () => void {
  let told: string | null = null
  const look = (): void => {
    const { isOutdated, serverVersion } = client.state
    const news = isOutdated ? serverVersion : null
    if (news === told) return
    told = news
    if (news !== null) listener(news)
  }
  const stop = client.subscribe(look)
  look()
  return stop
}
