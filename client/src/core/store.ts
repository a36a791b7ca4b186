// SPDX-License-Identifier: Apache-2.0

/** Holds one immutable value and tells who wants to know when it changes. */
export class Store<T extends object> {
  readonly #report: (error: unknown) => void
  readonly #listeners = new Set<() => void>()
  #value: T

  constructor(value: T, report: (error: unknown) => void) {
    this.#value = Object.freeze(value)
    this.#report = report
  }

  /** The present value; frozen. A new object whenever something changed, else the same. */
  get value(): T {
    return this.#value
  }

  /** Takes over some fields. When none differs nobody is told. */
  set(patch: Partial<T>): void {
    const before = this.#value
    const changed = (Object.keys(patch) as (keyof T)[]).some((key) => !Object.is(before[key], patch[key]))
    if (!changed) return
    this.#value = Object.freeze({ ...before, ...patch })
    for (const listener of [...this.#listeners]) guarded(listener, this.#report)
  }

  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    const own = (): void => listener()
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }
}

/** Runs code of the application: its errors are its own and never stop the client. */
export function guarded(task: () => void, report: (error: unknown) => void): void {
  try {
    task()
  } catch (error) {
    report(error)
  }
}
