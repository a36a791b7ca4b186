// SPDX-License-Identifier: Apache-2.0
import type { Job } from './job'
import { lookAt, reloadPage, type Look } from './page'
import type { ReloadMemory } from './reload-memory'
import type { BeforeReload, ReloadOptions } from './reload-options'
import type { EnterPhase } from './reload-phases'
import { createWorkerPart, type WorkerPart } from './worker-part'
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

/** The longest that a reload waits for an answer, and again for the new build, in milliseconds. */
const PREPARE_MILLIS = 10_000

/** A page that still exists after this time was kept from reloading, by the user or by itself, in milliseconds. */
const STILL_HERE_MILLIS = 10_000

/**
 * Checks whether the page is there, and continues the reload if it is.
 *
 * @param automatic whether neither the user nor the application asked for the reload
 * @param ask whether to ask `beforeReload`
 */
export type Begin = (job: Job, automatic: boolean, ask: boolean) => Promise<void>

/** Reports to the server what this tab has done about a job, and why it needs time. */
export type Acknowledge = (job: Job, state: AckState, reason?: string) => void

/**
 * Creates the function that begins a reload and sees it through.
 *
 * @param leave leaves the current phase: there is no longer a job
 * @param note notes whether the page is there
 * @param acknowledge reports to the server what this tab has done about a job
 */
export function createBegin(
  browser: BrowserWindow,
  { beforeReload, look = true, prefetch }: ReloadOptions,
  memory: ReloadMemory,
  store: Store<RollcallState>,
  enter: EnterPhase,
  leave: () => void,
  note: NoteProblem,
  acknowledge: Acknowledge,
): Begin {
  const prepare = (job: Job, next: () => void): (() => boolean) =>
    enter(job, 'preparing', now(browser) + PREPARE_MILLIS, next)
  const worker = createWorkerPart(browser)
  // Loaded now, while the files of this build are certainly there.
  void worker()
  const begin: Begin = async (job, automatic, ask) => {
    let isCurrent = prepare(job, () => wait(job, { missing: 'no answer' }))
    const part = await worker()
    const found = look ? await lookAt(browser, browser.location.href, automatic, part?.fetchPage) : { missing: '' }
    if (isCurrent()) wait(job, found)
    if (found.missing || !isCurrent()) return
    const build = ask && automatic && prefetch
    if (part || build) {
      await new Promise<unknown>((done) => {
        isCurrent = prepare(job, done as () => void)
        void Promise.allSettled([part?.fetchWorker(browser), build && build(browser)]).then(done)
      })
    }
    if (!isCurrent() || (ask && !(await isReady(job, automatic, isCurrent)))) return
    await finish(job, automatic, found.cached, part)
  }
  const wait = createWait(browser, memory, enter, leave, note, begin)
  const isReady = createQuestion(browser, beforeReload, store, enter, acknowledge, begin)
  const finish = createFinish(browser, memory, store, enter, leave, acknowledge)
  return begin
}

/**
 * Creates the function that handles a look at the page. If the page is not there, it keeps the one that the tab has,
 * and begins again later; at the deadline it gives up.
 */
function createWait(
  browser: BrowserWindow,
  memory: ReloadMemory,
  enter: EnterPhase,
  leave: () => void,
  note: NoteProblem,
  begin: Begin,
): (job: Job, look: Look) => void {
  let failures = 0
  return (job, { missing, after = 0 }) => {
    const { deadline } = job
    const time = now(browser)
    note('page', missing && 'page', missing)
    if (!missing) failures = 0
    else if (deadline && deadline <= time) {
      memory.obey(job.key)
      leave()
    } else {
      const at = time + Math.max(after, backoff(browser, failures++))
      // From now on the reload comes unexpectedly, even if the user asked for it.
      enter(job, 'waiting', Math.min(at, deadline ?? Infinity), () => void begin(job, true, true))
    }
  }
}

/**
 * Creates the function that asks the application whether it is ready for the reload. An error is reported and counts as
 * yes. If the application needs time, everything begins again afterwards, because that may take hours; usually without
 * this question.
 */
function createQuestion(
  browser: BrowserWindow,
  beforeReload: BeforeReload | undefined,
  store: Store<RollcallState>,
  enter: EnterPhase,
  acknowledge: Acknowledge,
  begin: Begin,
): (job: Job, automatic: boolean, isCurrent: () => boolean) => Promise<boolean> {
  return async (job, automatic, isCurrent) => {
    try {
      const answer = beforeReload?.(store.get().reload!)
      if (answer === false || typeof answer === 'object') {
        isCurrent = enter(job, 'deferred', job.deadline, () => void begin(job, automatic, false))
        acknowledge(job, 'deferred', beforeReload!.reason)
        if ((await answer) !== false && isCurrent()) void begin(job, automatic, !!beforeReload!.again)
        return false
      }
    } catch (error) {
      browser.reportError(error)
    }
    return isCurrent()
  }
}

/** Creates the function that gives up the page for its successor. */
function createFinish(
  browser: BrowserWindow,
  memory: ReloadMemory,
  store: Store<RollcallState>,
  enter: EnterPhase,
  leave: () => void,
  acknowledge: Acknowledge,
): (job: Job, automatic: boolean, cached?: boolean, part?: WorkerPart) => Promise<void> {
  return async (job, automatic, cached, part) => {
    const { isOutdated, unchanged } = store.get()
    const isCurrent = enter(job, 'reloading', null, leave, STILL_HERE_MILLIS)
    acknowledge(job, 'reloading')
    memory.reloading(job, automatic, isOutdated, cached)
    await part?.takeOver(browser, unchanged === 'service-worker').catch(() => {})
    if (isCurrent()) reloadPage(browser)
  }
}
