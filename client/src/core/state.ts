// SPDX-License-Identifier: Apache-2.0
import type { StatsMessage, Transport } from './protocol'

/**
 * - `idle`: not started, disconnected, or under server-side rendering
 * - `connecting`: an attempt is under way
 * - `connected`: the server knows this tab
 * - `waiting`: lost; the next attempt is at `retryAt`
 * - `suspended`: the page was left and may come back
 * - `refused`: the server wants no connection from here (it takes this browser for a bot)
 */
export type Status = 'idle' | 'connecting' | 'connected' | 'waiting' | 'suspended' | 'refused'

/** A reload that is to come. */
export interface PendingReload {
  /** The version that the server has. */
  readonly version: string
  /** Id of the command, where it has one. */
  readonly command: string | null
  /**
   * - `scheduled`: comes at `at`
   * - `deferred`: the application asked for time; comes when it is ready, at `deadline` at the latest
   * - `preparing`: the new build is being fetched
   * - `reloading`: under way
   */
  readonly phase: 'scheduled' | 'deferred' | 'preparing' | 'reloading'
  /**
   * When it comes, while `preparing` at the latest, in milliseconds since the epoch on this computer's clock; null when nobody
   * knows.
   */
  readonly at: number | null
  /** The latest moment, in milliseconds since the epoch on this computer's clock; null without one. */
  readonly deadline: number | null
  /** Milliseconds until `at`; renewed every second; null when nobody knows. */
  readonly remaining: number | null
}

/** All that can be known about the client. Immutable: each change makes a new object. */
export interface RollcallState {
  readonly status: Status
  /** How the connection travels; null while there is none. */
  readonly transport: Transport | null
  /** This tab's build. */
  readonly version: string
  /** The version in force on the server; null until it is known. */
  readonly serverVersion: string | null
  /** Whether the server has another version than this tab; false until it is known. */
  readonly isOutdated: boolean
  /** The server's version that the user does not want to be told about; null for none. */
  readonly dismissed: string | null
  /** The public id of the connection, as it stands in stats; null before the first. */
  readonly id: string | null
  /** The path that the tab is on. */
  readonly route: string
  /** The latest stats; null without a subscription or before the first. */
  readonly stats: StatsMessage | null
  /** Whether the server lets this tab see stats; null until it has answered. */
  readonly authorized: boolean | null
  /** When the next attempt begins, in milliseconds since the epoch; null when none is due. */
  readonly retryAt: number | null
  /** The reload that is to come; null for none. */
  readonly reload: PendingReload | null
}

/** What is known before anything happened. */
export function initialState(version: string, route: string): RollcallState {
  return {
    status: 'idle',
    transport: null,
    version,
    serverVersion: null,
    isOutdated: false,
    dismissed: null,
    id: null,
    route,
    stats: null,
    authorized: null,
    retryAt: null,
    reload: null,
  }
}
