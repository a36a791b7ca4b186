// SPDX-License-Identifier: Apache-2.0
// What the admin endpoints take and answer, field by field as docs/protocol.md describes it.

import type { ConnectionInfo } from '@rollcall/client'
import type { PaceFields } from './waveTypes'

/** What a session is allowed to do. */
export type Scope = 'read' | 'announce' | 'reload' | 'admin'

/** A person who is signed in: to the dashboard, or to the application that the server is part of. */
export interface Session {
  /** The name of the secret that signed the person in, or the person's own. */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Milliseconds since the epoch; absent if only the application knows. */
  readonly expires?: number
  /** Present if the application knows the person. */
  readonly by?: 'application'
  /** The application's address for signing out; absent if the server does not know it. */
  readonly signOut?: string
}

/** How the application that the server is part of takes part in signing in. */
export interface ApplicationSignIn {
  /** The person who is signed in there without a role that admits them here; null if nobody is. */
  readonly name: string | null
  /** The application's address for signing in; null if the server does not know it. */
  readonly signIn: string | null
}

/** Nobody is signed in. */
export interface NoSession {
  readonly name: null
  /** Whether this browser had a session that the server does not know, or no longer knows. */
  readonly ended: boolean
  /** Present if the application's people may be admitted. */
  readonly application?: ApplicationSignIn
  /** False if no secret is configured. */
  readonly secret?: false
}

/** The answer to the question who is signed in. */
export type SessionAnswer = Session | NoSession

/** How a route is compared. */
export type Match = 'prefix' | 'exact' | 'glob' | 'regex'

/** Which connections to list. Every field is optional; several together narrow the list. */
export interface ConnectionQuery {
  readonly route?: string
  readonly match?: Match
  readonly version?: string
  readonly user?: string
  readonly outdated?: boolean
  readonly id?: string
  readonly limit?: number
  readonly cursor?: string
}

/** A page of connections, and the cursor for the next page; the last page has none. */
export interface ConnectionPage {
  readonly connections: readonly ConnectionInfo[]
  readonly cursor?: string
}

/** Counts over time in columns, oldest first; null for unknown values. */
export interface HistoryResponse {
  /** Milliseconds between the samples of the last hour. */
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly at: readonly number[]
  readonly total: readonly (number | null)[]
  readonly versions: Readonly<Record<string, readonly (number | null)[]>>
}

/** One process of the server. */
export interface NodeInfo {
  /** The node id; new at each start. */
  readonly id: string
  /** The name for people; two nodes may share one. */
  readonly name: string
  /** A node that is leaving accepts no new tabs. */
  readonly state: 'up' | 'leaving'
  readonly total: number
  /** The largest number of tabs this node accepts; null when there is no limit. */
  readonly room: number | null
  /** In seconds. */
  readonly uptime: number
  readonly software: string
  /** Whether this node answered the request. */
  readonly here: boolean
}

/** A token that was made or revoked, in the audit list. */
export interface AboutToken {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly routes?: readonly string[]
  readonly percent?: number
  /** Milliseconds since the epoch. */
  readonly expires: number
}

/** A command in the audit list, or a token that was made or revoked. */
export interface AuditEntry {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: string
  readonly via: string
  /** The caller's address, if the server keeps addresses. */
  readonly ip?: string
  readonly action: 'release' | 'reload' | 'announce' | 'message' | 'abort' | 'make-token' | 'revoke-token'
  /** A description for people; its wording may change. */
  readonly target: string
  /** The version, the type of the message, or the name of the token. */
  readonly detail: string
  readonly about?: AboutToken
  readonly matched: number
  /** Whether it is a release of a version that was current before another one. */
  readonly rollback?: boolean
}

/** What was turned down for one reason since the server started. */
export interface Refusal {
  /** The reason as a word for programs. */
  readonly reason: string
  /** What was refused and what to do about it; its wording may change. */
  readonly advice: string
  /** The setting that decides it; absent when there is none. */
  readonly setting?: string
  /** Whether somebody should look at it. */
  readonly urgent: boolean
  readonly count: number
  /** The last time, in milliseconds since the epoch. */
  readonly last: number
  /** The last address; absent if the server does not track addresses. */
  readonly ip?: string
}

/** A version that was announced. */
export interface Release {
  readonly id: string
  readonly version: string
  readonly force: boolean
  /** Whether the version was current before another one. */
  readonly rollback?: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: string
  /** The number of tabs that it made outdated and that were notified. */
  readonly told: number
  /** The number of tabs on this version now. */
  readonly tabs: number
  /** The percentage of all tabs now. */
  readonly share: number
}

/** The current version and the announced ones, newest first. */
export interface Releases {
  readonly current: string
  readonly releases: readonly Release[]
}

/** How far the deployment is, as the deployment check of the server sees it. */
export interface Deployment {
  readonly state: 'unwatched' | 'unknown' | 'deploying' | 'settled' | 'split' | 'rolled-back'
  /** When this state began, in milliseconds since the epoch; absent if nothing is watched. */
  readonly since?: number
  /** The build that the fleet settled on last. */
  readonly version?: string
  /** Why nothing is known. */
  readonly why?: string
  /** Which builds the last answers named, the most frequent first. */
  readonly builds?: readonly { readonly version: string; readonly answers: number }[]
  /** The version that was announced last. */
  readonly current: string
  /** Whether the whole fleet serves another version than the current one. */
  readonly contradicts?: boolean
  /** How many of the running servers were started with a version that was never current; absent if none was. */
  readonly proposed?: { readonly up: number; readonly versions: Readonly<Record<string, number>> }
}

/** The fields of a target; several together narrow it. */
export interface TargetFields {
  readonly route?: string
  readonly match?: Match
  readonly versions?: readonly string[]
  readonly users?: readonly string[]
  readonly outdated?: true
  /** Public ids of tabs. */
  readonly ids?: readonly string[]
  /** 1 to 100: a share of these tabs in percent, always the same ones. */
  readonly percent?: number
}

/** Which tabs a command is for: `all`, or at least one field. */
export type Target = 'all' | TargetFields

/** A message for tabs. */
export interface Message {
  readonly type: string
  readonly [field: string]: unknown
}

/** A command: announce a version, reload tabs, or send them a message. */
export type Command =
  | ({
      readonly kind: 'release'
      readonly version: string
      readonly force: boolean
      /** Confirms that the version may be one that nobody has seen. */
      readonly unseen?: true
    } & PaceFields)
  | ({ readonly kind: 'reload'; readonly target: Target } & PaceFields)
  | { readonly kind: 'message'; readonly target: Target; readonly message: Message }

/** What a command did, or would do. */
export interface Outcome {
  /** The number of tabs that match the target. */
  readonly matched: number
  /** Present when the command must be confirmed with this number, because it would make many tabs reload. */
  readonly confirm?: number
  /** The current version before the release; only for releases. */
  readonly previous?: string
  /** Whether a release did nothing because its version was current already; only once it has been announced. */
  readonly unchanged?: boolean
  /** What contradicts a release; absent when nothing does. */
  readonly warning?: string
  /** Whether a release goes back to a version that was current before another one. */
  readonly rollback?: boolean
}
