// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Environment, HistoryState, KeyValue, Locks, Socket } from '../../src/core/environment'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly task: () => void
  readonly ours: boolean
}

/** Time that passes only when told to. */
export class FakeClock {
  millis = Date.UTC(2026, 0, 1)
  #order = 0
  readonly #alarms = new Set<Alarm>()

  /** @param ours false for what is not the client's: it does not count as {@link waiting} */
  after(millis: number, task: () => void, ours = true): Cancel {
    const alarm = { at: this.millis + millis, order: this.#order++, task, ours }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  get waiting(): number {
    return [...this.#alarms].filter(({ ours }) => ours).length
  }

  /** Lets time pass, with everything that is due in order. */
  async pass(millis: number): Promise<void> {
    const end = this.millis + millis
    await settle()
    for (let next = this.#next(end); next !== null; next = this.#next(end)) {
      this.millis = Math.max(this.millis, next.at)
      this.#alarms.delete(next)
      next.task()
      await settle()
    }
    this.millis = end
  }

  /** The machine sleeps: time passes, and nothing runs until it wakes. */
  sleep(millis: number): void {
    this.millis += millis
  }

  #next(end: number): Alarm | null {
    const due = [...this.#alarms].filter(({ at }) => at <= end)
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0] ?? null
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** A storage in memory. */
export class FakeStorage implements KeyValue {
  readonly entries = new Map<string, string>()

  getItem(key: string): string | null {
    return this.entries.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.entries.set(key, value)
  }
}

/** The locks of one browser, shared by its tabs. */
export class FakeLocks implements Locks {
  readonly held = new Set<string>()

  async request(
    name: string,
    _options: { ifAvailable: true },
    callback: (lock: unknown) => Promise<void> | undefined,
  ): Promise<void> {
    await Promise.resolve()
    if (this.held.has(name)) return void (await callback(null))
    this.held.add(name)
    try {
      await callback({ name })
    } finally {
      this.held.delete(name)
    }
  }
}

/** What a fake tab needs of the network. */
export interface FakeNetwork {
  fetch(url: string, init: RequestInit): Promise<Response>
  openSocket(url: string): Socket
}

/** One tab of a browser; survives reloads like a real one. */
export class FakeTab implements Environment {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly session = new FakeStorage()
  local: FakeStorage
  storageBlocked = false
  address = 'http://shop.test/basket?item=1#top'
  reloads = 0
  isHidden = false
  isPrerendering = false
  isMultiplexed = true
  chance = 0.5
  readonly errors: unknown[] = []
  readonly #listeners = new Map<string, Set<(event: { readonly persisted?: boolean }) => void>>()
  locks: Locks | null
  hasSockets = true
  historyState: unknown = null

  constructor(clock: FakeClock, network: FakeNetwork, locks: Locks | null = null, local = new FakeStorage()) {
    this.clock = clock
    this.network = network
    this.locks = locks
    this.local = local
  }

  readonly history: HistoryState = ((tab: FakeTab) => ({
    get state() {
      return tab.historyState
    },
    replaceState(data: unknown) {
      tab.historyState = structuredClone(data)
    },
  }))(this)

  now(): number {
    return this.clock.millis
  }

  random(): number {
    return this.chance
  }

  after(millis: number, task: () => void): Cancel {
    return this.clock.after(millis, task)
  }

  fetch(url: string, init: RequestInit): Promise<Response> {
    return this.network.fetch(url, init)
  }

  get openSocket(): ((url: string) => Socket) | null {
    return this.hasSockets ? (url) => this.network.openSocket(url) : null
  }

  href(): string {
    return this.address
  }

  reload(): void {
    this.reloads++
  }

  sessionStorage(): KeyValue {
    if (this.storageBlocked) throw new DOMException('denied', 'SecurityError')
    return this.session
  }

  localStorage(): KeyValue {
    if (this.storageBlocked) throw new DOMException('denied', 'SecurityError')
    return this.local
  }

  listen(target: string, type: string, listener: (event: { readonly persisted?: boolean }) => void): Cancel {
    const key = `${target} ${type}`
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  hidden(): boolean {
    return this.isHidden
  }

  prerendering(): boolean {
    return this.isPrerendering
  }

  multiplexed(): boolean {
    return this.isMultiplexed
  }

  report(error: unknown): void {
    this.errors.push(error)
  }

  /** Something happens to the page. */
  fire(target: 'window' | 'document', type: string): void {
    for (const listener of [...(this.#listeners.get(`${target} ${type}`) ?? [])]) listener({})
  }

  /** Event listeners that are there now. */
  get listening(): string[] {
    return [...this.#listeners].filter(([, { size }]) => size > 0).map(([key]) => key)
  }

  hide(hidden: boolean): void {
    this.isHidden = hidden
    this.fire('document', 'visibilitychange')
  }
}
