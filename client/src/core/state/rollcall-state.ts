// SPDX-License-Identifier: Apache-2.0
import type { StatsMessage, Transport } from '../protocol/messages'

/**
 * The state of the connection:
 *
 * - `idle`: not started, disconnected, or under server-side rendering
 * - `waiting`: not connected; the next attempt begins at `retryAt`
 * - `connecting`: an attempt is under way
 * - `connected`: the server knows this tab
 * - `suspended`: the user has left the page and may come back
 * - `refused`: the server wants no connection from this browser (it takes it for a bot)
 */
export type Status = 'idle' | 'waiting' | 'connecting' | 'connected' | 'suspended' | 'refused'

/** A reload that is to be done. */
export interface PendingReload {
  /** The server's current version. */
  readonly version: string
  /** The command's id; null if it has none. */
  readonly command: string | null
  /**
   * - `scheduled`: begins at `at`
   * - `preparing`: the client checks that the page is there, and fetches the new build
   * - `waiting`: the page was not there, see `problem`; the client looks again at `at`
   * - `deferred`: the application asked for time; begins when the application is ready, at `deadline` at the latest
   * - `reloading`: under way
   */
  readonly phase: 'scheduled' | 'preparing' | 'waiting' | 'deferred' | 'reloading'
  /**
   * When this phase ends (while `preparing`, the latest moment for that), in milliseconds since the epoch on this
   * computer's clock; null when it is unknown.
   */
  readonly at: number | null
  /**
   * The latest moment for the reload, in milliseconds since the epoch on this computer's clock; null if there is none.
   */
  readonly deadline: number | null
  /** Milliseconds until `at`, updated every second; null when it is unknown. */
  readonly remaining: number | null
}

/**
 * What served the old build again:
 *
 * - `service-worker`: a service worker that answers from its cache
 * - `cache`: the browser's own cache
 * - `cdn`: a cache in front of the site
 * - `site`: the site itself, which still serves the old build
 */
export type Stale = 'service-worker' | 'cache' | 'cdn' | 'site'

/**
 * What keeps something from working. The page about problems, docs/problems.md, has a section for each:
 *
 * - `version`: the application gave no valid `version`; nothing is connected
 * - `not-rollcall`: something other than Rollcall answers at `url`
 * - `unknown-tab`: the server that received a message from this tab does not know the tab
 * - `forbidden`: a request was answered 401 or 403
 * - `rejected`: a request was answered with another status that will not change by trying again
 * - `page`: the page to reload is not there now, so the tab keeps the old one
 */
export type ProblemCode = 'version' | 'not-rollcall' | 'unknown-tab' | 'forbidden' | 'rejected' | 'page'

/** Something that does not work, and that somebody should look at. */
export interface Problem {
  readonly code: ProblemCode
  /** What was seen, for people, such as an address and a status. The text may change. */
  readonly detail: string
}

/** Everything the client knows. Immutable: each change makes a new object. */
export interface RollcallState {
  readonly status: Status
  /** The transport of the connection; null while there is none. */
  readonly transport: Transport | null
  /** This tab's build. */
  readonly version: string
  /** The server's current version; null until it is known. */
  readonly serverVersion: string | null
  /** Whether this tab's version is behind the server's current one; false until it is known. */
  readonly isOutdated: boolean
  /** Whether the server's current version was current before another one, and is again; false until it is known. */
  readonly isRollback: boolean
  /** The server's version that the user has dismissed; null if none. */
  readonly dismissed: string | null
  /** The public id of the connection, as shown in stats; null before the first connection. */
  readonly id: string | null
  /** The path that the tab is on. */
  readonly route: string
  /** The group that the application has named for the route; null if none. */
  readonly group: string | null
  /** The latest stats; null without a subscription, and until the first stats arrive. */
  readonly stats: StatsMessage | null
  /** Whether the server lets this tab see stats; null until it has answered. */
  readonly authorized: boolean | null
  /** When the next attempt begins, in milliseconds since the epoch; null when none is due. */
  readonly retryAt: number | null
  /** The reload to be done, because the server ordered it or the page was not there yet; null if none. */
  readonly reload: PendingReload | null
  /** What served the old build again when this tab was reloaded for a new one; null if nothing did. */
  readonly unchanged: Stale | null
  /** What does not work now; null if nothing. */
  readonly problem: Problem | null
}

/** Returns the state before anything has happened. */
export function initialState(version: string, route: string): RollcallState {
  return {
    status: 'idle',
    transport: null,
    version,
    serverVersion: null,
    isOutdated: false,
    isRollback: false,
    dismissed: null,
    id: null,
    route,
    group: null,
    stats: null,
    authorized: null,
    retryAt: null,
    reload: null,
    unchanged: null,
    problem: null,
  }
}
