// SPDX-License-Identifier: Apache-2.0
// What the admin endpoints say of commands that make tabs reload, as docs/protocol.md describes it.

/** How fast such a command goes, until when a tab may put it off, and when it stops by itself. */
export interface PaceFields {
  /** The seconds over which the tabs are spread, each with a moment of its own. */
  readonly spread?: number
  /** Tabs a second; not together with {@link spread}. */
  readonly perSecond?: number
  /** The seconds for which a tab may put the reload off, from when it was asked; as long as it likes without it. */
  readonly deadline?: number
  /** When it stops by itself: when one of these is so. */
  readonly stopWhen?: StopRule
  /** How many tabs the person knows to be meant. */
  readonly confirm?: number
}

/** When a command stops by itself; it has one of them at least. */
export interface StopRule {
  /** More than this share of the tabs does not come back, in percent. */
  readonly lost?: number
  /** The number of bad answers in a row from the health address of the application. */
  readonly unhealthy?: number
}

/** Where a tab stands; it is in one place at a time. */
export type PlaceName = 'waiting' | 'delivered' | 'deferred' | 'reloading' | 'returned' | 'unchanged' | 'gone' | 'aborted' | 'unconfirmed'

/** A command that makes tabs reload, and what has become of it. */
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
  /** Why it was aborted or has stopped. */
  readonly reason?: string
  readonly endedBy?: string
  /** When the last tab is asked, in milliseconds since the epoch. */
  readonly until: number
  /** The number of tabs it means; they add up to it. */
  readonly matched: number
  readonly funnel: Readonly<Record<PlaceName, number>>
  /** Until when a tab may need time at most, in milliseconds since the epoch. */
  readonly deferredUntil?: number
  /** On which versions tabs have returned. */
  readonly versions: Readonly<Record<string, number>>
  /** Why tabs need time, of those that say so. */
  readonly reasons: Readonly<Record<string, number>>
  /** How many nodes have told how far their tabs are; absent where there is one. */
  readonly answered?: number
  readonly nodes?: number
  /** What is missing, in words. */
  readonly missing?: string
}

/** The waves, the latest first, as they were when they were asked for. */
export interface Waves {
  readonly commands: readonly Wave[]
  /** Names this state: the server answers a caller that has seen it as soon as there is another one. */
  readonly revision: string
}

/** What aborting a command did. */
export interface Abortion {
  readonly id: string
  readonly state: Wave['state']
  /** The number of tabs whose moment had not come: nothing is sent to them. */
  readonly letOff: number
  /** Whether it was over already. */
  readonly unchanged?: boolean
}
