// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Environment } from './environment'

/** A hidden tab's timers come up to a minute late (intensive throttling). Later than this the machine slept. */
const ASLEEP_MILLIS = 90_000

/** When the user is back a sign of life is wanted soon, in milliseconds. */
const QUICK_MILLIS = 5_000

/** What the watchdog can do. */
export interface WatchdogOptions {
  /** How often the server gives a sign of life, in milliseconds. */
  readonly beatMillis: number
  /** Asks for a sign of life; null when the server gives one by itself. */
  readonly probe: (() => void) | null
  /** The stream is dead. `asleep`: the machine slept, so the network has nothing to do with it. */
  readonly dead: (asleep: boolean) => void
}

/**
 * Notices that a stream is dead though nobody closed it: nothing came for two beats. Where the server's own signs cannot be
 * seen (WebSocket ping frames) it asks after one beat.
 */
export class Watchdog {
  readonly #environment: Environment
  readonly #options: WatchdogOptions
  #seen: number
  #asked: number | null = null
  #timer: Cancel | null = null

  constructor(environment: Environment, options: WatchdogOptions) {
    this.#environment = environment
    this.#options = options
    this.#seen = environment.now()
    this.#schedule(options.beatMillis)
  }

  /** Something was received. */
  alive(): void {
    this.#seen = this.#environment.now()
    this.#asked = null
  }

  /** The user is back: find out now, not in a while. */
  check(): void {
    const silent = this.#environment.now() - this.#seen
    if (silent < this.#options.beatMillis) return
    if (this.#options.probe === null) {
      if (silent >= 2 * this.#options.beatMillis) this.#die(true)
      return
    }
    // The answer is due by the next look.
    this.#ask(this.#options.probe)
    this.#asked = this.#environment.now() - this.#options.beatMillis + QUICK_MILLIS
    this.#schedule(QUICK_MILLIS)
  }

  stop(): void {
    this.#timer?.()
    this.#timer = null
  }

  #schedule(millis: number): void {
    this.#timer?.()
    const due = this.#environment.now() + millis
    this.#timer = this.#environment.after(millis, () => this.#look(this.#environment.now() - due))
  }

  #look(late: number): void {
    const { beatMillis, probe } = this.#options
    const now = this.#environment.now()
    if (late > ASLEEP_MILLIS) return this.#die(true)
    const silent = now - this.#seen
    if (probe === null) {
      if (silent >= 2 * beatMillis) return this.#die(false)
      return this.#schedule(silent < beatMillis ? beatMillis - silent : 2 * beatMillis - silent)
    }
    if (this.#asked !== null && now - this.#asked >= beatMillis) return this.#die(false)
    if (silent < beatMillis) return this.#schedule(beatMillis - silent)
    if (this.#asked === null) this.#ask(probe)
    this.#schedule(beatMillis - (now - (this.#asked ?? now)))
  }

  #ask(probe: () => void): void {
    this.#asked = this.#environment.now()
    probe()
  }

  #die(asleep: boolean): void {
    this.stop()
    this.#options.dead(asleep)
  }
}
