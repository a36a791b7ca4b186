// SPDX-License-Identifier: Apache-2.0
import { now, type Page } from '../page'
import type { Job } from './reloader'

const KEY = 'rollcall'

/** Between two automatic reloads of one tab for one version lies at least this time, in milliseconds. */
const GUARD_MILLIS = 60_000

/** So many deeds are remembered; the oldest are forgotten first. */
const DEEDS = 40

/** What a tab remembers across reloads. */
interface Remembered {
  /** Commands that were obeyed, and, with a space before them, versions it reloaded for by itself: with the time. */
  readonly done: readonly (readonly [name: string, at: number])[]
  /** The command that made this tab reload, until the server was told. */
  readonly command: string | null
}

/** Knows, across reloads, which commands this tab has obeyed and when it reloaded by itself. */
export interface ReloadMemory {
  /** Whether the command was obeyed before. */
  obeyed(key: string): boolean
  /** How long until the tab may reload by itself for that version, in milliseconds; 0 when it may. */
  wait(version: string): number
  /** The command is obeyed, by a reload that is to come anyway. */
  obey(key: string | null | undefined): void
  /** The tab reloads now. `automatic`: nobody asked for it here. */
  reloading(job: Job, automatic: boolean): void
  /** The command that made this tab reload; null for none, and when the server was told of it. */
  last(): string | null
  /** The server was told which command made this tab reload. */
  told(): void
}

/**
 * Remembers in `sessionStorage`; where that is blocked or full, in the state of the history entry, which survives a reload
 * too and leaves the application's own state as it is.
 */
export function createReloadMemory(page: Page): ReloadMemory {
  let known: Remembered = { done: [], command: null, ...read(page) }
  const change = (patch: Partial<Remembered>): void => {
    known = { ...known, ...patch }
    write(page, JSON.stringify(known))
  }
  const obey = (key: string | null | undefined): void => {
    if (key) change({ done: [...known.done, [key, now(page)] as const].slice(-DEEDS) })
  }
  return {
    obeyed: (key) => new Map(known.done).has(key),
    wait: (version) => {
      const left = (new Map(known.done).get(' ' + version) ?? 0) + GUARD_MILLIS - now(page)
      // A clock that was set back must not keep a tab from reloading for days.
      return left > 0 && left <= 2 * GUARD_MILLIS ? left : 0
    },
    obey,
    reloading: ({ version, key, command }, automatic) => {
      obey(key)
      if (automatic) obey(' ' + version)
      change({ command })
    },
    last: () => known.command,
    told: () => {
      if (known.command) change({ command: null })
    },
  }
}

function read(page: Page): Remembered | null {
  try {
    return JSON.parse(stored(page) ?? (page.history.state as Record<string, string>)[KEY]!) as Remembered
  } catch {
    return null
  }
}

function stored(page: Page): string | null {
  try {
    return page.sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

function write(page: Page, text: string): void {
  try {
    page.sessionStorage.setItem(KEY, text)
  } catch {
    try {
      page.history.replaceState({ ...page.history.state, [KEY]: text }, '')
    } catch {
      // Too many calls, or a sandboxed document: until it reloads the page itself still knows.
    }
  }
}
