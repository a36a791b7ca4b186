// SPDX-License-Identifier: Apache-2.0
import { guarded, type Cancel, type Page } from './page'

/** Those who want to be told of something. */
export interface Listeners<T> {
  /** Calls the listener each time, until the returned function is called. */
  add(listener: (event: T) => void): Cancel
  /** Calls all; an error of one does not keep the others from being told. */
  tell(event: T): void
}

/** Makes a list of listeners. */
export function createListeners<T>(page: Page | undefined): Listeners<T> {
  const all = new Set<(event: T) => void>()
  return {
    add: (listener) => {
      // The same function may be added twice.
      const own = (event: T): void => listener(event)
      all.add(own)
      return () => void all.delete(own)
    },
    tell: (event) => [...all].forEach((listener) => guarded(page, () => listener(event))),
  }
}

/** Holds one immutable value and tells who wants to know when it changes. */
export interface Store<T> {
  /** The present value; frozen. A new object whenever something changed, else the same. */
  get(): T
  /** Takes over some fields. When none differs nobody is told. */
  set(patch: Partial<T>): void
  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): Cancel
}

/** Makes a store. */
export function createStore<T extends object>(page: Page | undefined, initial: T): Store<T> {
  const listeners = createListeners<void>(page)
  let value = Object.freeze(initial)
  return {
    get: () => value,
    set: (patch) => {
      if (Object.entries(patch).every(([key, news]) => value[key as keyof T] === news)) return
      value = Object.freeze({ ...value, ...patch })
      listeners.tell()
    },
    subscribe: listeners.add,
  }
}
