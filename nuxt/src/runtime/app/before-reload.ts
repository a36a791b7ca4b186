// SPDX-License-Identifier: Apache-2.0
import type { BeforeReload } from '@rollcall/client'

/** Asks several listeners whether the page may reload. */
export interface ReloadQuestion {
  /** Asks all listeners: one `false` keeps the page, and every promise is waited for. */
  readonly ask: BeforeReload
  /** Adds a listener, until the returned function is called. */
  readonly add: (listener: BeforeReload) => () => void
}

/**
 * Creates the question.
 *
 * @param otherwise answers while the application has no listener
 */
export function createBeforeReload(otherwise: BeforeReload): ReloadQuestion {
  const listeners = new Set<{ readonly listener: BeforeReload }>()
  const ask: BeforeReload = (reload) => {
    if (listeners.size === 0) return otherwise(reload)
    const answers = [...listeners].map(({ listener }) => listener(reload))
    if (answers.includes(false)) return false
    const waiting = answers.filter((answer) => typeof answer === 'object')
    if (waiting.length === 0) return undefined
    return Promise.all(waiting).then((settled) => (settled.includes(false) ? false : undefined))
  }
  return {
    ask,
    add(listener) {
      const entry = { listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
  }
}
