// SPDX-License-Identifier: Apache-2.0
import type { Job } from './job'
import { sourceOf } from './page'
import { now, tryTo, type BrowserWindow } from '../browser/browser-window'
import type { Stale } from '../state/rollcall-state'

const KEY = 'rollcall'

/** The shortest time between two automatic reloads of one tab for one version, in milliseconds. */
const GUARD_MILLIS = 60_000

/** The number of commands and reloads that are remembered; the oldest are forgotten first. */
const CAPACITY = 40

/**
 * What a page leaves for the next one in its tab: its connection, and the number of transports in a row that failed.
 */
export type Left = readonly [connectionId: string | null | undefined, misses: number]

/** What a tab remembers across reloads. */
interface Remembered {
  /**
   * When each command was obeyed, and when the tab reloaded automatically for a version (there the name begins with a space).
   */
  readonly done: readonly (readonly [name: string, at: number])[]
  /** The command that made this tab reload, until the server knows; null if none did. */
  readonly command: string | null
  /** What the page left when it went away; null while it is there, so that a copy of the tab gets nothing. */
  readonly left?: Left | null
  /** The build of the page before, if it was reloaded for another build; otherwise empty. */
  readonly from?: string
  /** Whether a cache in front of the site had the page at that time. */
  readonly cached?: boolean | undefined
}

/** Remembers, across reloads, which commands this tab has obeyed and when it has reloaded automatically. */
export interface ReloadMemory {
  /** What the page before in this tab left; undefined or null if nothing. */
  readonly left: Left | null | undefined
  /** What served the old build again, until the server knows; null if nothing did. */
  unchanged: Stale | null
  /** Leaves something for the next page of this tab. */
  leave(left: Left): void
  /** Returns whether a command has been obeyed. */
  obeyed(key: string): boolean
  /** Returns how long the tab must wait before it may reload automatically for a version, in milliseconds. */
  wait(version: string): number
  /** Remembers that a command is obeyed by a reload that is coming anyway. */
  obey(key: string | null | undefined): void
  /**
   * Remembers a reload that begins now.
   *
   * @param automatic whether neither the user nor the application asked for it
   * @param isOutdated whether another build is expected
   * @param cached whether a cache in front of the site has the page
   */
  reloading(job: Job, automatic: boolean, isOutdated: boolean, cached?: boolean): void
  /** Returns the command that made this tab reload; null if none did, and once the server knows. */
  last(): string | null
  /** Notes that the server knows which command made this tab reload, and to what effect. */
  acknowledged(): void
}

/**
 * Creates a memory in `sessionStorage`. If that is blocked or full, the memory is in the state of the history entry,
 * which also survives a reload; the application's own part of that state is left as it is. If that is refused too (too
 * many calls, a sandboxed document), only this page remembers, until it reloads.
 *
 * @param version the build of this page
 */
export function createReloadMemory(browser: BrowserWindow, version: string): ReloadMemory {
  const [get, change] = createRemembered(browser)
  const obey = (key: string | null | undefined): void => {
    if (key) change({ done: [...get().done, [key, now(browser)] as const].slice(-CAPACITY) })
  }
  const { left, from, cached } = get()
  if (left || from) change({ left: null, from: '' })
  const memory: ReloadMemory = {
    left,
    unchanged: from === version ? sourceOf(browser, cached) : null,
    leave: (left) => change({ left }),
    obeyed: (key) => new Map(get().done).has(key),
    wait: (version) => {
      const left = (new Map(get().done).get(' ' + version) ?? 0) + GUARD_MILLIS - now(browser)
      // A clock that was set back must not delay a reload for days.
      return left > 0 && left <= 2 * GUARD_MILLIS ? left : 0
    },
    obey,
    reloading: (job, automatic, isOutdated, cached) => {
      obey(job.key)
      if (automatic) obey(' ' + job.version)
      change({ command: job.command, from: isOutdated ? version : '', cached })
    },
    last: () => get().command,
    acknowledged: () => {
      memory.unchanged = null
      change({ command: null })
    },
  }
  return memory
}

/** Creates the storage of the memory. */
function createRemembered(
  browser: BrowserWindow,
): [get: () => Remembered, change: (patch: Partial<Remembered>) => void] {
  const stored = tryTo(() => browser.sessionStorage.getItem(KEY))
  const read = (): Remembered => JSON.parse(stored ?? browser.history.state[KEY]) as Remembered
  let known: Remembered = { done: [], command: null, ...tryTo(read) }
  const change = (patch: Partial<Remembered>): void => {
    known = { ...known, ...patch }
    const text = JSON.stringify(known)
    tryTo(() => (browser.sessionStorage.setItem(KEY, text), true)) ??
      tryTo(() => browser.history.replaceState({ ...browser.history.state, [KEY]: text }, ''))
  }
  return [() => known, change]
}
