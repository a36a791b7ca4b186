// SPDX-License-Identifier: Apache-2.0
import type { ProblemCode, RollcallState } from './rollcall-state'
import type { Store } from './store'

/**
 * Notes a problem, or that there no longer is one.
 *
 * @param about what it is about; only a note about the same thing ends the problem
 * @param code the problem; nothing when all is well
 * @param detail what was seen, for people
 */
export type NoteProblem = (about: string, code?: ProblemCode | '' | null, detail?: string) => void

/** Creates the place where problems are noted: the state holds the latest one, and the console gets a line for each. */
export function createProblems(store: Store<RollcallState>): NoteProblem {
  let subject: string | undefined
  return (about, code, detail = '') => {
    if (!code) {
      if (subject === about) store.set({ problem: null })
      return
    }
    subject = about
    if (store.get().problem?.code === code) return
    store.set({ problem: { code, detail } })
    // docs/problems.md says what to do.
    console.warn(`rollcall: ${code}: ${detail}, see docs/problems.md#${code}`)
  }
}
