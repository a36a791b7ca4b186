// SPDX-License-Identifier: Apache-2.0
// What the admin endpoints answer; docs/protocol.md has it in words.

import type { ConnectionInfo } from '@rollcall/client'

/** What a session may do. */
export type Scope = 'read' | 'command'

/** Who is signed in. */
export interface Session {
  /** Name of the secret. */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Milliseconds since the epoch. */
  readonly expires: number
}

/** How a route is compared. */
export type Match = 'prefix' | 'exact' | 'glob' | 'regex'

/** Which connections to list; all of it is optional. */
export interface ConnectionQuery {
  readonly route?: string
  readonly match?: Match
  readonly version?: string
  readonly user?: string
  readonly outdated?: boolean
  readonly limit?: number
  readonly cursor?: string
}

/** Connections and the way to those after them; no cursor in the last page. */
export interface ConnectionPage {
  readonly connections: readonly ConnectionInfo[]
  readonly cursor?: string
}

/** Counts over time by column, oldest first; null where nothing is known. */
export interface HistoryAnswer {
  /** Milliseconds between samples of the last hour. */
  readonly step: number
  /** Milliseconds since the epoch. */
  readonly at: readonly number[]
  readonly total: readonly (number | null)[]
  readonly versions: Readonly<Record<string, readonly (number | null)[]>>
}

/** One process of the server. */
export interface NodeInfo {
  readonly id: string
  readonly total: number
  /** How many tabs it takes in all; null for as many as come. */
  readonly room: number | null
  /** Seconds. */
  readonly uptime: number
  readonly software: string
  /** Whether it is the one that answered. */
  readonly here: boolean
}

/** What somebody did. */
export interface AuditEntry {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: string
  readonly via: string
  readonly action: 'release' | 'reload' | 'announce' | 'message'
  /** In words. */
  readonly target: string
  readonly detail: string
  readonly matched: number
}

/** A version that was announced. */
export interface Release {
  readonly id: string
  readonly version: string
  readonly force: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: string
  /** How many tabs were told. */
  readonly told: number
  /** How many tabs are on it now. */
  readonly tabs: number
  /** Percent of all tabs now. */
  readonly share: number
}

/** The version in force and those announced, newest first. */
export interface Releases {
  readonly current: string
  readonly releases: readonly Release[]
}

/** Which tabs a command is for; several fields narrow each other. */
export interface TargetFields {
  readonly route?: string
  readonly match?: Match
  readonly versions?: readonly string[]
  readonly users?: readonly string[]
  readonly outdated?: true
}

/** `all`, or at least one field. */
export type Target = 'all' | TargetFields

/** What a tab is sent. */
export interface Message {
  readonly type: string
  readonly [field: string]: unknown
}

/** Something to do. */
export type Command =
  | { readonly kind: 'release'; readonly version: string; readonly force: boolean }
  | { readonly kind: 'reload'; readonly target: Target }
  | { readonly kind: 'message'; readonly target: Target; readonly message: Message }

/** What became of it, or would. */
export interface Outcome {
  readonly matched: number
  /** The target in words; releases have none. */
  readonly target?: string
  /** The version was in force already. */
  readonly unchanged?: boolean
}
