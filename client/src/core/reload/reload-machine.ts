// SPDX-License-Identifier: Apache-2.0
import type { Job } from './job'
import { lookAt, reloadPage, type Look } from './page'
import type { ReloadMemory } from './reload-memory'
import type { ReloadOptions } from './reload-options'
import type { EnterPhase } from './reload-phases'
import { now, type BrowserWindow } from '../browser/browser-window'
import { backoff } from '../browser/retry'
import type { AckState } from '../protocol/messages'
import type { NoteProblem } from '../state/problems'
import type { RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'

/*
 * Design: a reload is a state machine. Its states are the phases of `PendingReload`, and none.
 *
 *   none  --schedule-->  scheduled  --time-->  preparing  -->  [deferred]  -->  reloading  --still here-->  none
 *                                               |     ^            |
 *                                 page missing  v     | time       | looks again
 *                                              waiting             v
 *                                               |                preparing
 *                                               +--deadline-->  none
 *
 * The page is looked at before it is given up, and the application is asked last, so that nothing happens between its answer
 * and the reload. A job is `deferred` only when the application asks for time, and `waiting` only when the page is not there;
 * then everything begins again, because the person may have typed meanwhile. From every state a
 * command leads to `scheduled`, and `begin` to `preparing`.
 */

/** A reload waits no longer than this for an answer, and no longer than this for the new build, in milliseconds. */
const PREPARE_MILLIS = 10_000

/** A page that still exists after this time was kept from reloading, by the user or by itself, in milliseconds. */
const STILL_HERE_MILLIS = 10_000

/** What the steps of a reload need. */
export interface ReloadContext {
  readonly browser: BrowserWindow
  readonly options: ReloadOptions
  readonly memory: ReloadMemory
  readonly store: Store<RollcallState>
  readonly enter: EnterPhase
  /** Leaves the present phase: there is no job any longer. */
  readonly leave: () => void
  /** Takes note that the page is not there, or that it is. */
  readonly note: NoteProblem
  /** Reports to the server what this tab has done about a job. */
  readonly acknowledge: (job: Job, state: AckState) => void
  /** Loads the part about service workers; undefined where none controls the page. */
  readonly worker: () => Promise<typeof import('./service-worker') | undefined>
  /** How often in a row the page was not there. */
  failures: number
}

/**
 * Looks whether the page is there, and goes on with the reload if it is.
 *
 * @param automatic whether neither the user nor the application asked for the reload
 * @param ask whether `beforeReload` is to be asked
 */
export async function begin(context: ReloadContext, job: Job, automatic: boolean, ask: boolean): Promise<void> {
  const { browser, enter, memory, note, options, worker } = context
  const prepare = (next: () => void): (() => boolean) => enter(job, 'preparing', now(browser) + PREPARE_MILLIS, next)
  let isCurrent = prepare(() => wait(context, job, { missing: 'no answer' }))
  const found = options.look === false ? { missing: '' } : await lookAt(browser, browser.location.href, automatic)
  if (!isCurrent()) return
  if (found.missing) return wait(context, job, found)
  note('page')
  context.failures = 0
  const part = await worker()
  const tasks = [part?.fetchWorker(browser), ask && automatic && options.prefetch?.(browser)].filter(Boolean)
  if (tasks[0]) {
    await new Promise<void>((done) => {
      isCurrent = prepare(done)
      void Promise.allSettled(tasks).then(() => done())
    })
  }
  if (!isCurrent() || (ask && !(await isReady(context, job, automatic, isCurrent)))) return
  const { isOutdated, unchanged } = context.store.get()
  isCurrent = enter(job, 'reloading', null, context.leave, STILL_HERE_MILLIS)
  context.acknowledge(job, 'reloading')
  memory.reloading(job, automatic, isOutdated, found.cached)
  await part?.takeOver(browser, unchanged === 'service-worker').catch(() => {})
  if (isCurrent()) reloadPage(browser)
}

/** Keeps the page, which has no successor now, and begins again later; without a successor at the deadline it gives up. */
function wait(context: ReloadContext, job: Job, { missing, after = 0 }: Look): void {
  const { browser, enter, leave, memory, note } = context
  const { deadline } = job
  const time = now(browser)
  note('page', 'page', missing)
  if (deadline && deadline <= time) {
    memory.obey(job.key)
    return leave()
  }
  const at = time + Math.max(after, backoff(browser, context.failures++))
  // From now on the reload comes unexpectedly, whoever wanted it.
  enter(job, 'waiting', Math.min(at, deadline ?? Infinity), () => void begin(context, job, true, true))
}

/**
 * Asks the application whether it is ready for the reload. An error is reported and counts as yes. When the application needs
 * time, everything begins again afterwards, because the answer may take hours; usually without this question.
 *
 * @param isCurrent tells whether the job is still in its phase
 */
async function isReady(
  context: ReloadContext,
  job: Job,
  automatic: boolean,
  isCurrent: () => boolean,
): Promise<boolean> {
  const { acknowledge, browser, enter, options, store } = context
  try {
    const answer = options.beforeReload?.(store.get().reload!)
    if (answer === false || typeof answer === 'object') {
      isCurrent = enter(job, 'deferred', job.deadline, () => void begin(context, job, automatic, false))
      acknowledge(job, 'deferred')
      if ((await answer) !== false && isCurrent()) void begin(context, job, automatic, !!options.beforeReload?.again)
      return false
    }
  } catch (error) {
    browser.reportError(error)
  }
  return isCurrent()
}
