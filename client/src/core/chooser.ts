// SPDX-License-Identifier: Apache-2.0
import type { Environment } from './environment'
import { store, stored } from './memory'
import type { Transport } from './protocol'

const KEY = 'rollcall:transport'

/** After this time a lesser transport is not taken for granted any more, in milliseconds. */
const REMEMBERED_MILLIS = 60 * 60_000

/** So often in a row may a transport fail that is known to work here, before another is tried. */
const PATIENCE = 3

interface Remembered {
  readonly transport: Transport
  readonly at: number
}

/**
 * Says which transport to try next. Begins with the one that worked last in this browser, else with the best. When one
 * fails that never worked here, the next is tried; one that did work gets three tries, for it is rather the server that is
 * away. After all were tried it begins anew.
 */
export class Chooser {
  readonly #environment: Environment
  readonly #order: readonly Transport[]
  #worked: Transport | null
  #since: number
  #index: number
  #failures = 0

  constructor(environment: Environment, order: readonly Transport[]) {
    this.#environment = environment
    this.#order = order
    const known = this.#read()
    this.#worked = known?.transport ?? null
    this.#since = known?.at ?? environment.now()
    this.#index = this.#start()
  }

  /** The transport for the next attempt. */
  next(): Transport {
    if (this.#failures === 0 && this.#stale()) this.forget()
    return this.#order[this.#index] ?? 'polling'
  }

  /** Whether the transport is the best there is. */
  isBest(transport: Transport): boolean {
    return transport === this.#order[0]
  }

  /** An attempt failed, or its connection did not last. */
  failed(): void {
    this.#failures++
    const known = this.#order[this.#index] === this.#worked
    if (known && this.#failures < PATIENCE) return
    this.#failures = 0
    this.#index = (this.#index + 1) % this.#order.length
  }

  /** A connection came about: begin with this transport from now on. */
  opened(transport: Transport): void {
    this.#index = Math.max(0, this.#order.indexOf(transport))
    if (this.#worked === transport && !this.isBest(transport)) return
    this.#worked = transport
    this.#since = this.#environment.now()
    store(() => this.#environment.localStorage(), JSON.stringify({ transport, at: this.#since }), KEY)
  }

  /** The connection lasts. */
  stable(): void {
    this.#failures = 0
  }

  /** Begin with the best at the next attempt. */
  forget(): void {
    this.#worked = null
    this.#failures = 0
    this.#index = 0
    this.#since = this.#environment.now()
  }

  #stale(): boolean {
    return this.#worked !== null && !this.isBest(this.#worked) && this.#age(this.#since) > REMEMBERED_MILLIS
  }

  #age(at: number): number {
    return Math.abs(this.#environment.now() - at)
  }

  #start(): number {
    return Math.max(0, this.#worked === null ? 0 : this.#order.indexOf(this.#worked))
  }

  #read(): Remembered | null {
    try {
      const known = JSON.parse(stored(() => this.#environment.localStorage(), KEY) ?? 'null') as Remembered | null
      const fits = known !== null && this.#order.includes(known.transport) && this.#age(known.at) <= REMEMBERED_MILLIS
      return fits ? known : null
    } catch {
      return null
    }
  }
}
