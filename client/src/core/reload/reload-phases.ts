// SPDX-License-Identifier: Apache-2.0
import type { Job } from './job'
import { now, type BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'
import type { PendingReload, RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'

/** The time between two updates of the countdown, in milliseconds. */
const TICK_MILLIS = 1_000

/** A job and its phase. */
export type CurrentJob = Job & Pick<PendingReload, 'phase' | 'at'>

/**
 * Enters a phase, leaving the current one.
 *
 * @param at when the phase ends, in milliseconds since the epoch; the store counts down to it; null when it is unknown
 * @param next called when the phase ends
 * @param millis the duration of the phase, in milliseconds; the time until `at` by default; null when it is unknown
 * @returns a function that tells whether the job is still in this phase
 */
export type EnterPhase = (
  job: Job,
  phase: PendingReload['phase'],
  at: number | null,
  next: () => void,
  millis?: number | null,
) => () => boolean

/** Creates the phases of reloads, which the store shows; there is no job at first. */
export function createReloadPhases(
  browser: BrowserWindow,
  store: Store<RollcallState>,
): [
  enter: EnterPhase,
  /** Leaves the current phase: there is no longer a job. */
  leave: () => void,
  /** Returns the current job; null when there is none. */
  current: () => CurrentJob | null,
] {
  let current: CurrentJob | null = null
  const timer = createTimer(browser)
  const tick = createTimer(browser)
  const enter: EnterPhase = (job, phase, at, next, millis = at && Math.max(0, at - now(browser))) => {
    const mine = (current = { ...job, phase, at })
    const { key, ...pending } = mine
    const count = (): void => {
      store.set({ reload: { ...pending, remaining: at && Math.max(0, at - now(browser)) } })
      if (at && mine === current) tick(TICK_MILLIS, count)
    }
    tick()
    timer(millis, next)
    count()
    return () => mine === current
  }
  const leave = (): void => {
    current = null
    tick()
    store.set({ reload: null })
  }
  return [enter, leave, () => current]
}
