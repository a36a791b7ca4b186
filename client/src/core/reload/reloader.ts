// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Environment } from '../environment'
import type { AckState, VersionMessage } from '../protocol'
import type { PendingReload } from '../state'
import { LoopGuard } from './loop-guard'
import { prefetch } from './prefetch'

/** The countdown is told so often, in milliseconds. */
const TICK_MILLIS = 1_000

/** A page that is still there after this time was kept from reloading, by the user or by itself, in milliseconds. */
const STILL_HERE_MILLIS = 10_000

/** A timer cannot wait longer (HTML: a signed 32-bit number of milliseconds). */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1

/**
 * Asked before an automatic reload. Returning nothing lets it go on. A promise makes it wait until that is settled, and
 * `false` until the application calls `reload()`; either way no longer than the command's deadline. A command without a
 * deadline waits as long as the application wants.
 */
export type BeforeReload = (reload: PendingReload) => void | boolean | Promise<void | boolean>

/** What the reloader can do and ask. */
export interface ReloaderOptions {
  readonly beforeReload: BeforeReload | null
  /** See {@link prefetch}; null for nothing. */
  readonly prefetch: readonly string[] | 'page' | null
  /** What is to come has changed. */
  readonly changed: (reload: PendingReload | null) => void
  /** Tells the server what became of a command. */
  readonly ack: (command: string, state: AckState) => void
}

interface Job {
  readonly version: string
  readonly command: string | null
  /** Tells commands apart; null when the message has nothing to tell by. */
  readonly key: string | null
  readonly deadline: number | null
}

/** Reloads the page when the server says so: once per command, in time, and never in a loop. */
export class Reloader {
  readonly #environment: Environment
  readonly #options: ReloaderOptions
  readonly #guard: LoopGuard
  #job: Job | null = null
  #pending: PendingReload | null = null
  #timer: Cancel | null = null
  #tick: Cancel | null = null

  constructor(environment: Environment, options: ReloaderOptions) {
    this.#environment = environment
    this.#options = options
    this.#guard = new LoopGuard(environment)
  }

  /** The command that made this tab reload, until {@link told}; null for none. */
  get lastCommand(): string | null {
    return this.#guard.command()
  }

  /** The server knows what made this tab reload. */
  told(): void {
    this.#guard.told()
  }

  /** Takes a `version` message with `force`. */
  command(message: VersionMessage): void {
    const { version, command = null, timestamp, after = 0, deadline } = message
    const key = command ?? (timestamp === undefined ? null : `${version} ${timestamp}`)
    if (key !== null && (this.#guard.obeyed(key) || this.#job?.key === key)) return
    if (command !== null) this.#options.ack(command, 'received')
    const now = this.#environment.now()
    // Both are the server's clock, so the difference holds whatever this computer's clock says.
    const left = deadline === undefined ? null : Math.max(0, deadline - (timestamp ?? now))
    const job: Job = { version, command, key, deadline: left === null ? null : now + left }
    const wait = this.#guard.wait(version)
    // Without a key nobody can say whether it is the same command again: then it may be a loop, and one is enough.
    if (wait > 0 && key === null) return
    this.#schedule(job, Math.max(Math.max(0, after), wait))
  }

  /** Reloads now, because the user or the application wants to. */
  now(version: string): void {
    this.#go(this.#job ?? { version, command: null, key: null, deadline: null }, false)
  }

  /** Forgets what is to come. */
  stop(): void {
    this.#clear()
    this.#job = null
    this.#show(null)
  }

  #schedule(job: Job, millis: number): void {
    // A reload that is already to come answers the new command too, if it comes sooner.
    const at = Math.min(this.#environment.now() + millis, this.#sooner())
    if (this.#job !== null) this.#guard.settled(this.#job.key)
    this.#job = job
    this.#phase('scheduled', at)
    this.#at(at, () => this.#due(job))
  }

  #sooner(): number {
    return this.#pending?.phase === 'scheduled' ? (this.#pending.at ?? Infinity) : Infinity
  }

  #due(job: Job): void {
    const { beforeReload } = this.#options
    if (beforeReload === null || this.#pending === null) return void this.#prepare(job)
    let answer: ReturnType<BeforeReload> = undefined
    try {
      answer = beforeReload(this.#pending)
    } catch (error) {
      this.#environment.report(error)
    }
    if (answer === false || typeof answer === 'object') this.#defer(job, answer)
    else void this.#prepare(job)
  }

  #defer(job: Job, ready: false | Promise<void | boolean>): void {
    this.#phase('deferred', job.deadline)
    if (job.command !== null) this.#options.ack(job.command, 'deferred')
    const goOn = (): void => {
      if (this.#job === job && this.#pending?.phase === 'deferred') void this.#prepare(job)
    }
    if (job.deadline !== null) this.#at(job.deadline, goOn)
    if (ready === false) return
    ready.then((answer) => {
      if (answer !== false) goOn()
    }, (error: unknown) => {
      this.#environment.report(error)
      goOn()
    })
  }

  async #prepare(job: Job): Promise<void> {
    if (this.#options.prefetch !== null) {
      this.#phase('preparing', null)
      await prefetch(this.#environment, this.#options.prefetch)
      if (this.#job !== job || this.#pending?.phase !== 'preparing') return
    }
    this.#go(job, true)
  }

  #go(job: Job, automatic: boolean): void {
    this.#job = job
    this.#phase('reloading', null)
    if (job.command !== null) this.#options.ack(job.command, 'reloading')
    this.#guard.reloading(job.version, job.key, job.command, automatic)
    this.#timer = this.#environment.after(STILL_HERE_MILLIS, () => this.stop())
    this.#environment.reload()
  }

  #at(at: number, task: () => void): void {
    this.#timer?.()
    const left = Math.max(0, at - this.#environment.now())
    const again = left > LONGEST_TIMER_MILLIS
    this.#timer = this.#environment.after(Math.min(left, LONGEST_TIMER_MILLIS), again ? () => this.#at(at, task) : task)
  }

  #phase(phase: PendingReload['phase'], at: number | null): void {
    const job = this.#job
    if (job === null) return
    this.#clear()
    const { version, command, deadline } = job
    const remaining = at === null ? null : Math.max(0, at - this.#environment.now())
    this.#show({ version, command, phase, at, deadline, remaining })
    if (at !== null) this.#count(at)
  }

  /** Tells the time left every second. */
  #count(at: number): void {
    this.#tick = this.#environment.after(TICK_MILLIS, () => {
      if (this.#pending === null) return
      this.#show({ ...this.#pending, remaining: Math.max(0, at - this.#environment.now()) })
      this.#count(at)
    })
  }

  #show(pending: PendingReload | null): void {
    this.#pending = pending === null ? null : Object.freeze(pending)
    this.#options.changed(this.#pending)
  }

  #clear(): void {
    this.#timer?.()
    this.#timer = null
    this.#tick?.()
    this.#tick = null
  }
}
