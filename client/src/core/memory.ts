// SPDX-License-Identifier: Apache-2.0
import type { Environment, KeyValue } from './environment'

const KEY = 'rollcall'

/**
 * What a tab remembers across a reload. In `sessionStorage`; where that is blocked or full, in the state of the history
 * entry, which survives a reload too and leaves the application's own state as it is; where there is neither, in this
 * object, until the page goes.
 */
export class TabMemory<T> {
  readonly #environment: Environment
  #own: string | null = null

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** What was remembered last; null when nothing readable was. */
  read(): T | null {
    const text = this.#own ?? stored(() => this.#environment.sessionStorage()) ?? this.#inHistory()
    try {
      return text === null ? null : (JSON.parse(text) as T)
    } catch {
      return null
    }
  }

  /** Remembers the value, which takes the place of the one before. */
  write(value: T): void {
    this.#own = JSON.stringify(value)
    if (!store(() => this.#environment.sessionStorage(), this.#own)) this.#toHistory(this.#own)
  }

  #inHistory(): string | null {
    const state = this.#environment.history?.state
    const text = isPlain(state) ? state[KEY] : null
    return typeof text === 'string' ? text : null
  }

  #toHistory(text: string): void {
    const { history } = this.#environment
    const state = history?.state ?? {}
    if (history === null || !isPlain(state)) return
    try {
      history.replaceState({ ...state, [KEY]: text }, '')
    } catch {
      // Too many calls, or a sandboxed document: this object still remembers.
    }
  }
}

/** What a storage holds under our key; null when it is blocked. */
export function stored(storage: () => KeyValue | null, key: string = KEY): string | null {
  try {
    return storage()?.getItem(key) ?? null
  } catch {
    return null
  }
}

/** Puts a text under our key; false when the storage is blocked or full. */
export function store(storage: () => KeyValue | null, text: string, key: string = KEY): boolean {
  try {
    const place = storage()
    place?.setItem(key, text)
    return place !== null
  } catch {
    return false
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
