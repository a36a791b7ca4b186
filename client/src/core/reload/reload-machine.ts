// SPDX-License-Identifier: Apache-2.0
import type { Job } from './job'
import type { ReloadMemory } from './reload-memory'
import type { BeforeReload, ReloadOptions } from './reload-options'
import { createReloadPhases, type CurrentJob } from './reload-phases'
import { now, type BrowserWindow } from '../browser/browser-window'
import type { AckState } from '../protocol/messages'
import type { PendingReload, RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'

/*
 * Design: a reload is a state machine. Its states are the phases of `PendingReload`, and none.
 *
 *   none  --schedule-->  scheduled  --time-->  [deferred]  -->  [preparing]  -->  reloading  --still here-->  none
 *
 * A job is `deferred` only when the application asks for time, and `preparing` only with a prefetch. From every state
 * `schedule` leads to `scheduled`, and `reload` to `reloading`.
 */

/** A reload waits no longer than this for the new build, in milliseconds. */
const PREFETCH_MILLIS = 10_000

/** A page that still exists after this time was kept from reloading, by the user or by itself, in milliseconds. */
const STILL_HERE_MILLIS = 10_000

/**
 * Creates the state machine of reloads, which has no job at first.
 *
 * @param acknowledge reports to the server what this tab has done about a job
 */
export function createReloadMachine(
  browser: BrowserWindow,
  { beforeReload, prefetch }: ReloadOptions,
  memory: ReloadMemory,
  store: Store<RollcallState>,
  acknowledge: (job: Job, state: AckState) => void,
): [
  /** Returns the present job; null when there is none. */
  current: () => CurrentJob | null,
  /** Does a job at that time, in milliseconds since the epoch, or when the application is ready. */
  schedule: (job: Job, at: number) => void,
  /** Does a job now; `automatic` when neither the user nor the application asked for it. */
  reload: (job: Job, automatic: boolean) => void,
] {
  const [enter, leave, current] = createReloadPhases(browser, store)
  const reload = (job: Job, automatic: boolean): void => {
    enter(job, 'reloading', null, leave, STILL_HERE_MILLIS)
    acknowledge(job, 'reloading')
    memory.reloading(job, automatic)
    browser.location.reload()
  }
  const prepare = (job: Job): void => {
    if (!prefetch) return reload(job, true)
    const done = (): void => {
      if (isCurrent()) reload(job, true)
    }
    const isCurrent = enter(job, 'preparing', now(browser) + PREFETCH_MILLIS, done)
    prefetch(browser).then(done, done)
  }
  const schedule = (job: Job, at: number): void => {
    let isCurrent = enter(job, 'scheduled', at, async () => {
      const defer = (): void => {
        isCurrent = enter(job, 'deferred', job.deadline, () => prepare(job))
        acknowledge(job, 'deferred')
      }
      if ((await isReady(browser, beforeReload, store.get().reload!, defer)) && isCurrent()) prepare(job)
    })
  }
  return [current, schedule, reload]
}

/**
 * Asks the application whether it is ready for the reload. An error is reported and counts as yes.
 *
 * @param defer called when the application needs time
 * @returns false when the application will call `reload()`; true, after it has had its time, when it will not
 */
async function isReady(
  browser: BrowserWindow,
  beforeReload: BeforeReload | undefined,
  pending: PendingReload,
  defer: () => void,
): Promise<boolean> {
  try {
    const answer = beforeReload?.(pending)
    if (answer === false || typeof answer === 'object') defer()
    return (await answer) !== false
  } catch (error) {
    browser.reportError(error)
    return true
  }
}
