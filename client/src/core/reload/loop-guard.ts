// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment'
import { TabMemory } from '../memory'

/** Between two automatic reloads of one tab for one version lies at least this time, in milliseconds. */
export const GUARD_MILLIS = 60_000

/** So many commands are remembered; the oldest are forgotten first. */
const COMMANDS = 20

interface Remembered {
  /** Commands that were obeyed. */
  readonly commands?: readonly string[]
  /** When the tab reloaded for a version, in milliseconds since the epoch. */
  readonly reloads?: Readonly<Record<string, number>>
  /** The command of the last reload; told to the server once. */
  readonly command?: string | null
}

/** Knows, across reloads, which commands this tab has obeyed and when it reloaded by itself. */
export class LoopGuard {
  readonly #environment: Environment
  readonly #memory: TabMemory<Remembered>

  constructor(environment: Environment) {
    this.#environment = environment
    this.#memory = new TabMemory(environment)
  }

  /** Whether the command was obeyed before. */
  obeyed(key: string): boolean {
    return this.#read().commands?.includes(key) ?? false
  }

  /** How long until the tab may reload by itself for that version, in milliseconds; 0 when it may. */
  wait(version: string): number {
    const last = new Map(Object.entries(this.#read().reloads ?? {})).get(version)
    if (last === undefined) return 0
    const passed = this.#environment.now() - last
    // A clock that was set back must not keep a tab from reloading for days.
    return passed < 0 ? 0 : Math.max(0, GUARD_MILLIS - passed)
  }

  /**
   * The tab reloads now.
   *
   * @param automatic whether nobody asked for it here
   */
  reloading(version: string, key: string | null, command: string | null, automatic: boolean): void {
    const { commands = [], reloads = {} } = this.#read()
    const now = this.#environment.now()
    const recent = Object.entries(reloads).filter(([, at]) => Math.abs(now - at) < GUARD_MILLIS)
    this.#memory.write({
      commands: withKey(commands, key),
      reloads: Object.fromEntries(automatic ? [...recent, [version, now]] : recent),
      command,
    })
  }

  /** The command needs no reload of its own: another one comes. */
  settled(key: string | null): void {
    const known = this.#read()
    this.#memory.write({ ...known, commands: withKey(known.commands ?? [], key) })
  }

  /** The command that made this tab reload, until {@link told}; null for none. */
  command(): string | null {
    return this.#read().command ?? null
  }

  /** The server knows what made this tab reload. */
  told(): void {
    const known = this.#read()
    if ((known.command ?? null) !== null) this.#memory.write({ ...known, command: null })
  }

  #read(): Remembered {
    return this.#memory.read() ?? {}
  }
}

function withKey(commands: readonly string[], key: string | null): readonly string[] {
  return key === null ? commands : [...commands, key].slice(-COMMANDS)
}
