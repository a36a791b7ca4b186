// SPDX-License-Identifier: Apache-2.0
import { guarded } from './store'

/** Passes events to listeners by name. */
export class Emitter {
  readonly #report: (error: unknown) => void
  readonly #listeners = new Map<string, Set<(event: never) => void>>()

  constructor(report: (error: unknown) => void) {
    this.#report = report
  }

  /** Calls the listener for each event of that name, until the returned function is called. */
  on(name: string, listener: (event: never) => void): () => void {
    const own = (event: never): void => listener(event)
    const named = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, named.add(own))
    return () => {
      named.delete(own)
    }
  }

  /** Tells the listeners of that name; an error of one does not keep the others from being told. */
  emit(name: string, event: unknown): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      guarded(() => listener(event as never), this.#report)
    }
  }
}
