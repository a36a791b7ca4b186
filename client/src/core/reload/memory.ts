// SPDX-License-Identifier: Apache-2.0
import { now, type Page } from '../page'

const KEY = 'rollcall'

/** Between two automatic reloads of one tab for one version lies at least this time, in milliseconds. */
const GUARD_MILLIS = 60_000

/** So many commands are remembered; the oldest are forgotten first. */
const COMMANDS = 20

/** What a tab remembers across reloads. */
interface Remembered {
  /** Commands that were obeyed. */
  readonly commands: readonly string[]
  /** Recent automatic reloads: the version, and when, in milliseconds since the epoch. */
  readonly reloads: readonly (readonly [version: string, at: number])[]
  /** The command that made this tab reload, until the server was told. */
  readonly command: string | null
}

/** Knows, across reloads, which commands this tab has obeyed and when it reloaded by itself. */
export interface ReloadMemory {
  /** Whether the command was obeyed before. */
  obeyed(key: string): boolean
  /** How long until the tab may reload by itself for that version, in milliseconds; 0 when it may. */
  wait(version: string): number
  /** The command is obeyed: by the reload that comes now, or by one that was to come anyway. */
  obey(key: string | null): void
  /** The tab reloads now. `automatic`: nobody asked for it here. */
  reloading(version: string, command: string | null, automatic: boolean): void
  /** The command that made this tab reload; null for none, and when the server was told of it. */
  command(): string | null
  /** The server was told which command made this tab reload. */
  told(): void
}

/**
 * Remembers in `sessionStorage`; where that is blocked or full, in the state of the history entry, which survives a reload
 * too and leaves the application's own state as it is.
 */
export function createReloadMemory(page: Page): ReloadMemory {
  let known: Remembered = { commands: [], reloads: [], command: null, ...(read(page) as Remembered | null) }
  const change = (patch: Partial<Remembered>): void => {
    known = { ...known, ...patch }
    write(page, JSON.stringify(known))
  }
  const recent = (): Remembered['reloads'] =>
    // A clock that was set back must not keep a tab from reloading for days.
    known.reloads.filter(([, at]) => Math.abs(now(page) - at) < GUARD_MILLIS)
  return {
    obeyed: (key) => known.commands.includes(key),
    wait: (wanted) => Math.max(0, ...recent().map(([version, at]) => (version === wanted ? at + GUARD_MILLIS - now(page) : 0))),
    obey: (key) => {
      if (key) change({ commands: [...known.commands, key].slice(-COMMANDS) })
    },
    reloading: (version, command, automatic) =>
      change({ reloads: automatic ? [...recent(), [version, now(page)]] : recent(), command }),
    command: () => known.command,
    told: () => {
      if (known.command !== null) change({ command: null })
    },
  }
}

function read(page: Page): unknown {
  let text: unknown
  try {
    text = page.sessionStorage.getItem(KEY)
  } catch {
    // Blocked.
  }
  try {
    return JSON.parse((text ?? (page.history.state as Record<string, unknown> | null)?.[KEY]) as string)
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
