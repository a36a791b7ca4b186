// SPDX-License-Identifier: Apache-2.0
// What the admin endpoints say about commands that make tabs reload, as docs/protocol.md describes it.

/** How fast such a command proceeds, how long a tab may put it off, and when it stops on its own. */
export interface PaceFields {
  /** The number of seconds over which the tabs are spread, each with its own moment. */
  readonly spread?: number
  /** Tabs a second; not together with {@link spread}. */
  readonly perSecond?: number
  /** How many seconds a tab may put the reload off after it was asked; absent for as long as it likes. */
  readonly deadline?: number
  /** It stops on its own when one of these conditions holds. */
  readonly stopWhen?: StopRule
  /** The number of tabs that the person has confirmed. */
  readonly confirm?: number
}

/** When a command stops on its own; at least one field is present. */
export interface StopRule {
  /** More than this percentage of the tabs does not come back. */
  readonly lost?: number
  /** The number of bad answers in a row from the health address of the application. */
  readonly unhealthy?: number
}

/** The place of a tab; it is in one at a time. */
export type PlaceName = 'waiting' | 'delivered' | 'deferred' | 'reloading' | 'returned' | 'unchanged' | 'gone' | 'aborted' | 'unconfirmed'

/** A command that makes tabs reload, and its progress. */
export interface Wave extends Omit<PaceFields, 'confirm'> {
  readonly id: string
  readonly action: 'reload' | 'release'
  /** A description for people; its wording may change. */
  readonly target: string
  /** Only for releases. */
  readonly version?: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly by: string
  readonly state: 'running' | 'done' | 'aborted' | 'stopped'
  /** Why it was aborted or stopped. */
  readonly reason?: string
  readonly endedBy?: string
  /** When the last tab is asked, in milliseconds since the epoch. */
  readonly until: number
  /** The number of tabs it is for; the places add up to it. */
  readonly matched: number
  readonly funnel: Readonly<Record<PlaceName, number>>
  /** The latest time until which a tab may need time, in milliseconds since the epoch. */
  readonly deferredUntil?: number
  /** How many tabs have returned on each version. */
  readonly versions: Readonly<Record<string, number>>
  /** Why tabs need time, for those that gave a reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** How many nodes have reported their tabs; absent if there is only one node. */
  readonly answered?: number
  readonly nodes?: number
  /** What is missing, in words. */
  readonly missing?: string
}

/** The waves at the time of the request, the latest first. */
export interface Waves {
  readonly commands: readonly Wave[]
  /** Names this state: a caller that has seen it gets an answer as soon as there is another one. */
  readonly revision: string
}

/** What aborting a command did. */
export interface Abortion {
  readonly id: string
  readonly state: Wave['state']
  /** The number of tabs whose moment had not come: nothing is sent to them. */
  readonly letOff: number
  /** Whether it was already over. */
  readonly unchanged?: boolean
}
