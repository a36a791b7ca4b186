// SPDX-License-Identifier: Apache-2.0
import type { Cancel, BrowserWindow } from '../../src/core/browser/browser-window'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly task: () => void
  readonly ours: boolean
}

/** A clock that advances only when a test says so. */
export class FakeClock {
  millis = Date.UTC(2026, 0, 1)
  #order = 0
  readonly #alarms = new Set<Alarm>()

  /** @param ours false for a timer that is not the client's: it does not count as {@link waiting} */
  after(millis: number, task: () => void, ours = true): Cancel {
    const alarm = { at: this.millis + millis, order: this.#order++, task, ours }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  get waiting(): number {
    return [...this.#alarms].filter(({ ours }) => ours).length
  }

  /** Lets time pass, and runs what is due, in order. */
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

  /** Lets time pass while the machine sleeps: nothing runs until it wakes. */
  sleep(millis: number): void {
    this.millis += millis
  }

  #next(end: number): Alarm | null {
    const due = [...this.#alarms].filter(({ at }) => at <= end)
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0] ?? null
  }
}

/** Lets all pending callbacks and promises run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** A storage in memory. */
export class FakeStorage {
  readonly entries = new Map<string, string>()

  getItem(key: string): string | null {
    return this.entries.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.entries.set(key, value)
  }
}

/** The locks of one browser, shared by its tabs. */
export class FakeLocks {
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

/** The part of a WebSocket that is used. */
export interface Socket {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number }) => void) | null
  onerror: (() => void) | null
  send(text: string): void
  close(): void
}

/** What a fake tab needs from the network. */
export interface FakeNetwork {
  fetch(url: string, init: RequestInit): Promise<Response>
  openSocket(url: string): Socket
  /** Takes what a page sends as it goes away. */
  beacon(url: string, body: string): void
}

/** One tab of a browser. It survives reloads. */
export class FakeTab {
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly session = new FakeStorage()
  readonly local: FakeStorage
  readonly locks: FakeLocks | null
  readonly errors: unknown[] = []
  storageBlocked = false
  address = 'http://shop.test/basket?item=1#top'
  /** The protocol over which the page was loaded. */
  nextHopProtocol = 'h2'
  reloads = 0
  /** Whether the page is the answer to a form, which a plain reload would send again. */
  isPosted = false
  /** How often a form was sent again. */
  resent = 0
  /** Addresses that the page went to other than by a reload. */
  readonly visits: string[] = []
  isOnline = true
  /** What the browser says about how it got the page. */
  navigation: Record<string, unknown> = { responseStatus: 200, transferSize: 300, workerStart: 0 }
  historyRefuses = false
  /** The service workers of the page's origin; undefined if the browser has none. */
  serviceWorker: object | undefined
  isHidden = false
  /** Whether the page is in a frame of another page of its origin. */
  isFramed = false
  chance = 0.5
  historyState: unknown = null
  readonly #listeners = new Map<string, Set<(event: unknown) => void>>()

  constructor(clock: FakeClock, network: FakeNetwork, locks: FakeLocks | null = null, local = new FakeStorage()) {
    this.clock = clock
    this.network = network
    this.locks = locks
    this.local = local
  }

  /** The window of the tab's page. */
  get window(): BrowserWindow {
    const { clock, network } = this
    const tab = this
    const timers = new Map<number, Cancel>()
    const page: object = {
      ...this.#target('window'),
      document: {
        ...this.#target('document'),
        get hidden() {
          return tab.isHidden
        },
      },
      Date: { now: () => clock.millis, parse: Date.parse },
      Math: { random: () => tab.chance },
      setTimeout: (task: () => void, millis = 0) => {
        timers.set(timers.size, clock.after(millis, task))
        return timers.size - 1
      },
      clearTimeout: (id: number) => timers.get(id)?.(),
      fetch: (url: string, init: RequestInit) =>
        // A service worker answers without a network, too.
        tab.isOnline || tab.serviceWorker ? network.fetch(url, init) : Promise.reject(new TypeError('Failed to fetch')),
      WebSocket: function (url: string) {
        return network.openSocket(url)
      },
      location: {
        get href() {
          return tab.address
        },
        get pathname() {
          return new URL(tab.address).pathname
        },
        get hash() {
          return new URL(tab.address).hash
        },
        reload: () => {
          tab.reloads++
          if (tab.isPosted) tab.resent++
        },
        replace: (url: string) => tab.visits.push(`replace ${url}`),
        assign: (url: string) => tab.visits.push(url),
      },
      history: {
        get state() {
          return tab.historyState
        },
        replaceState: (state: unknown, _: string, url?: string) => {
          if (tab.historyRefuses) throw new DOMException('too many calls', 'SecurityError')
          tab.historyState = structuredClone(state)
          if (url !== undefined) [tab.address, tab.isPosted] = [url, false]
        },
      },
      navigator: {
        locks: this.locks ?? undefined,
        get onLine() {
          return tab.isOnline
        },
        get serviceWorker() {
          return tab.serviceWorker
        },
        sendBeacon: (url: string, body: string) => (network.beacon(url, body), true),
      },
      get parent() {
        return tab.isFramed ? {} : page
      },
      performance: {
        timeOrigin: clock.millis,
        getEntries: () => [{ name: this.address, nextHopProtocol: this.nextHopProtocol }, { name: 'first-paint' }],
        getEntriesByType: () => [this.navigation],
      },
      reportError: (error: unknown) => void this.errors.push(error),
      get sessionStorage() {
        return tab.#storage(tab.session)
      },
      get localStorage() {
        return tab.#storage(tab.local)
      },
    }
    return page as unknown as BrowserWindow
  }

  /** Fires an event at the window or the document. */
  fire(target: 'window' | 'document', type: string, event?: unknown): void {
    for (const listener of [...(this.#listeners.get(`${target} ${type}`) ?? [])]) listener(event)
  }

  /** The events that have listeners. */
  get listening(): string[] {
    return [...this.#listeners].filter(([, { size }]) => size > 0).map(([key]) => key)
  }

  hide(hidden: boolean): void {
    this.isHidden = hidden
    this.fire('document', 'visibilitychange')
  }

  #storage(storage: FakeStorage): FakeStorage {
    if (this.storageBlocked) throw new DOMException('denied', 'SecurityError')
    return storage
  }

  #target(target: string): object {
    return {
      addEventListener: (type: string, listener: (event: unknown) => void, { signal }: { signal?: AbortSignal } = {}) => {
        const key = `${target} ${type}`
        const listeners = this.#listeners.get(key) ?? new Set()
        this.#listeners.set(key, listeners.add(listener))
        signal?.addEventListener('abort', () => listeners.delete(listener))
      },
    }
  }
}
