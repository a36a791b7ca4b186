// SPDX-License-Identifier: Apache-2.0
import { tryTo, type BrowserWindow, type Cancel } from '../browser/browser-window'

/** A list of listeners for one kind of event. */
export interface Listeners<T> {
  /** Adds a listener, until the returned function is called. The same function may be added twice. */
  add(listener: (event: T) => void): Cancel
  /** Calls all listeners. An error in one is reported and does not keep the others from being called. */
  notify(event: T): void
}

/** Creates an empty list of listeners. */
export function createListeners<T>(browser: BrowserWindow | undefined): Listeners<T> {
  const all = new Set<(event: T) => void>()
  return {
    add: (listener) => {
      const own = (event: T): void => listener(event)
      all.add(own)
      return () => void all.delete(own)
    },
    notify: (event) => [...all].forEach((listener) => tryTo(() => listener(event), browser)),
  }
}

/** A holder of one immutable value, which notifies listeners of changes. */
export interface Store<T> {
  /** Returns the current value. It is frozen, and the same object until something changes. */
  get(): T
  /** Replaces some fields. Listeners are not called when no field differs. */
  set(patch: Partial<T>): void
  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): Cancel
}

/** Creates a store. */
export function createStore<T extends object>(browser: BrowserWindow | undefined, initial: T): Store<T> {
  const listeners = createListeners<void>(browser)
  let value = Object.freeze(initial)
  return {
    get: () => value,
    set: (patch) => {
      if (Object.entries(patch).every(([key, field]) => value[key as keyof T] === field)) return
      value = Object.freeze({ ...value, ...patch })
      listeners.notify()
    },
    subscribe: listeners.add,
  }
}
