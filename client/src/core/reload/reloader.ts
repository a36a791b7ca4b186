// SPDX-License-Identifier: Apache-2.0
import type { Prefetch } from '../options'
import { after, now, report, type Cancel, type Page } from '../page'
import type { AckState, VersionMessage } from '../protocol'
import type { PendingReload } from '../state'
import { createReloadMemory } from './memory'

/** The countdown is told so often, in milliseconds. */
const TICK_MILLIS = 1_000

/** A reload waits no longer than this for the new build, in milliseconds. */
const PREFETCH_MILLIS = 10_000

/** A page that is still there after this time was kept from reloading, by the user or by itself, in milliseconds. */
const STILL_HERE_MILLIS = 10_000

/**
 * Asked before an automatic reload. Returning nothing lets it go on. A promise makes it wait until that is settled, and
 * `false` until the application calls `reload()`; either way no longer than the command's deadline. A command without a
 * deadline waits as long as the application wants.
 */
export type BeforeReload = (reload: PendingReload) => void | boolean | Promise<void | boolean>

/** What the reloader can ask and tell. */
export interface ReloaderOptions {
  readonly beforeReload: BeforeReload | undefined
  readonly prefetch: Prefetch | undefined
  /** What is to come has changed. */
  readonly state: (state: { readonly reload: PendingReload | null }) => void
  /** Tells the server what became of a command. */
  readonly ack: (command: string, state: AckState) => void
}

/** Reloads the page when the server says so: once per command, in time, and never in a loop. */
export interface Reloader {
  /** Takes a `version` message with `force`. */
  command(message: VersionMessage): void
  /** Reloads now, because the user or the application wants to. */
  now(version: string): void
  /** The command that made this tab reload, until {@link told}; null for none. */
  last(): string | null
  /** The server knows what made this tab reload. */
  told(): void
}

/** A reload that is to come. */
export interface Job {
  readonly version: string
  readonly command: string | null
  /** Tells commands apart; null when the message has nothing to tell by. */
  readonly key: string | null
  /** On this computer's clock; null without one. */
  readonly deadline: number | null
}

/** Makes a reloader. */
export function createReloader(page: Page, { beforeReload, prefetch, state, ack }: ReloaderOptions): Reloader {
  const memory = createReloadMemory(page)
  let job: Job | null = null
  let pending: PendingReload | null = null
  let turn = 0
  let timer: Cancel | undefined
  let tick: Cancel | undefined

  const show = (reload: PendingReload | null): void => state({ reload: (pending = reload) })

  /**
   * Enters a phase. It ends at `at`, when that is known, and the time until then is told every second; or in so many
   * `millis`.
   *
   * @param end what comes then
   * @returns ends the phase sooner; does nothing when it is over
   */
  const enter = (
    next: Job,
    phase: PendingReload['phase'],
    at: number | null,
    end: () => void,
    millis: number | null = at && Math.max(0, at - now(page)),
  ): (() => void) => {
    const mine = ++turn
    const { version, command, deadline } = (job = next)
    const count = (): void => {
      show({ version, command, phase, at, deadline, remaining: at && Math.max(0, at - now(page)) })
      if (at) tick = after(page, TICK_MILLIS, count)
    }
    const leave = (): void => {
      if (mine === turn) end()
    }
    timer?.()
    tick?.()
    if (millis !== null) timer = after(page, millis, leave)
    count()
    return leave
  }

  const acknowledge = ({ command }: Job, state: AckState): void => {
    if (command !== null) ack(command, state)
  }

  const go = (next: Job, automatic: boolean): void => {
    const over = (): void => {
      job = null
      tick?.()
      show(null)
    }
    enter(next, 'reloading', null, over, STILL_HERE_MILLIS)
    acknowledge(next, 'reloading')
    memory.reloading(next, automatic)
    page.location.reload()
  }

  const prepare = (next: Job): void => {
    if (!prefetch) return go(next, true)
    const end = enter(next, 'preparing', now(page) + PREFETCH_MILLIS, () => go(next, true))
    prefetch(page).then(end, end)
  }

  const due = async (next: Job): Promise<void> => {
    let end = (): void => {
      if (job === next) prepare(next)
    }
    try {
      const answer = pending && beforeReload?.(pending)
      if (answer === false || typeof answer === 'object') {
        end = enter(next, 'deferred', next.deadline, end)
        acknowledge(next, 'deferred')
      }
      if ((await answer) === false) return
    } catch (error) {
      report(page, error)
    }
    end()
  }

  return {
    last: memory.last,
    told: memory.told,
    now: (version) => go(job ?? { version, command: null, key: null, deadline: null }, false),
    command: ({ version, command = null, timestamp, after: millis = 0, deadline }) => {
      const key = command ?? (timestamp ? `${version} ${timestamp}` : null)
      if (key && (memory.obeyed(key) || job?.key === key)) return
      const guard = memory.wait(version)
      // Without a key nobody can say whether it is the same command again: then it may be a loop, and one is enough.
      if (guard && !key) return
      const time = now(page)
      // Both are the server's clock, so the difference holds whatever this computer's clock says.
      const latest = deadline ? time + Math.max(0, deadline - (timestamp ?? time)) : Infinity
      const until = Math.min(latest, job?.deadline ?? Infinity)
      const next: Job = { version, command, key, deadline: until < Infinity ? until : null }
      acknowledge(next, 'received')
      // A reload that is to come anyway answers both.
      memory.obey(job?.key)
      if (pending?.phase === 'preparing' || pending?.phase === 'reloading') return memory.obey(key)
      const sooner = pending?.phase === 'scheduled' ? pending.at : null
      const at = Math.min(time + Math.max(Math.min(millis, until - time), guard), sooner ?? Infinity)
      enter(next, 'scheduled', at, () => void due(next))
    },
  }
}
