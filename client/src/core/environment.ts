// SPDX-License-Identifier: Apache-2.0

/** Takes back what was started: a timer, a listener. Calling it twice does nothing. */
export type Cancel = () => void

/** The part of a WebSocket that is used. */
export interface Socket {
  onopen: ((event: never) => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: ((event: { readonly code: number }) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(code?: number): void
}

/** The part of `Storage` that is used. Every call may throw. */
export interface KeyValue {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

/** The part of the Web Locks that is used. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable: true },
    callback: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>
}

/** The part of `history` that is used to remember something across a reload where storage is blocked. */
export interface HistoryState {
  readonly state: unknown
  replaceState(data: unknown, unused: string): void
}

/**
 * All that the client takes from outside: time, chance, network, page. A browser's by default; tests and other runtimes
 * bring their own.
 */
export interface Environment {
  /** Milliseconds since the epoch. */
  now(): number
  /** 0 inclusive to 1 exclusive. */
  random(): number
  /** Runs `task` once after so many milliseconds. */
  after(millis: number, task: () => void): Cancel
  fetch(url: string, init: RequestInit): Promise<Response>
  /** Opens a WebSocket; null where there is none. */
  readonly openSocket: ((url: string) => Socket) | null
  /** The address of the page; null outside a page. */
  href(): string | null
  /** Loads the page anew, at the same address. */
  reload(): void
  /** `sessionStorage`; throws or null where blocked. */
  sessionStorage(): KeyValue | null
  /** `localStorage`; throws or null where blocked. */
  localStorage(): KeyValue | null
  /** Null outside a page. */
  readonly history: HistoryState | null
  /** Listens to an event of the window or the document. */
  listen(target: 'window' | 'document', type: string, listener: (event: { readonly persisted?: boolean }) => void): Cancel
  /** Whether nobody can see the page. */
  hidden(): boolean
  /** Whether the page is only being prepared and not shown yet. */
  prerendering(): boolean
  /** Null where there are none (pages without HTTPS). */
  readonly locks: Locks | null
  /** Whether many requests to that address share one network connection (HTTP/2 and later). */
  multiplexed(url: string): boolean
  /** Takes an error of the application's own listeners. */
  report(error: unknown): void
}

type Page = Window & typeof globalThis

/** The browser's own; null under server-side rendering and in workers. */
export function browserEnvironment(): Environment | null {
  if (typeof window === 'undefined' || typeof document === 'undefined') return null
  const page: Page = window
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after: (millis, task) => {
      const id = setTimeout(task, millis)
      return () => clearTimeout(id)
    },
    fetch: (url, init) => page.fetch(url, init),
    openSocket: typeof page.WebSocket === 'function' ? (url) => new page.WebSocket(url) as Socket : null,
    href: () => page.location.href,
    reload: () => page.location.reload(),
    sessionStorage: () => page.sessionStorage,
    localStorage: () => page.localStorage,
    history: page.history,
    listen: (target, type, listener) => {
      const source: EventTarget = target === 'window' ? page : document
      const heard = (event: Event): void => listener(event as PageTransitionEvent)
      source.addEventListener(type, heard)
      return () => source.removeEventListener(type, heard)
    },
    hidden: () => document.visibilityState === 'hidden',
    prerendering: () => (document as { prerendering?: boolean }).prerendering === true,
    locks: (page.navigator.locks as Locks | undefined) ?? null,
    multiplexed: (url) => multiplexed(page, url),
    report: (error) => (typeof page.reportError === 'function' ? page.reportError(error) : console.error(error)),
  }
}

/** Judged by what the page itself, or something else from there, was loaded over. Unknown counts as no. */
function multiplexed(page: Page, url: string): boolean {
  const { origin } = new URL(url)
  const entries = page.performance.getEntriesByType(origin === page.location.origin ? 'navigation' : 'resource')
  const same = entries.filter((entry) => entry.name.startsWith(origin + '/')) as PerformanceResourceTiming[]
  return same.some(({ nextHopProtocol }) => /^h[23]/.test(nextHopProtocol))
}
