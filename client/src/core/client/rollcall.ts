// SPDX-License-Identifier: Apache-2.0
import { firstRoute, isVersion, routeOf, type RollcallOptions } from './options'
import { createParts } from './parts'
import type { BrowserWindow } from '../browser/browser-window'
import { createPageLifecycle } from '../connection/page-lifecycle'
import type { CustomMessage, MessageMap, ServerMessage } from '../protocol/messages'
import { initialState, type RollcallState } from '../state/rollcall-state'
import { createProblems } from '../state/problems'
import { createListeners, createStore } from '../state/store'

/** One tab's connection to the server. */
export interface Rollcall {
  /** Everything the client knows. Frozen; each change makes a new object. */
  readonly state: RollcallState

  /**
   * The state before anything has happened, without anything that only a browser knows. Server-side rendering shows it,
   * so hydration begins with it.
   */
  readonly initial: RollcallState

  /** Calls the listener after each change of {@link state}, until the returned function is called. */
  subscribe(listener: () => void): () => void

  /** Calls the listener for every message of any type, until the returned function is called. */
  on(type: 'message', listener: (message: ServerMessage) => void): () => void
  /**
   * Calls the listener for messages of that type. `stats` is always complete, even when the server sent only changes.
   */
  on<T extends keyof MessageMap>(type: T, listener: (message: MessageMap[T]) => void): () => void
  /** Calls the listener for the application's messages of that type. */
  on(type: string & {}, listener: (message: CustomMessage) => void): () => void

  /**
   * Sets the path that the tab is on. Query and fragment are left out; the server is sent at most 512 characters.
   *
   * @param group the pattern that the server counts the route under, such as `/product/:id`; none by default
   */
  setRoute(route: string, group?: string | null): void

  /**
   * Subscribes to stats, which arrive as `state.stats`, until the returned function is called. Callers share one
   * subscription; it ends with the last of them. `state.authorized` tells whether the server lets this tab see them.
   */
  subscribeStats(): () => void

  /** Connects, unless already connected or connecting. A page that was never shown connects once it is shown. */
  connect(): void

  /** Ends the connection until {@link connect}. A pending reload still takes place. */
  disconnect(): void

  /** Reloads the page now, even if `beforeReload` has put that off. */
  reload(): void

  /** Hides the server's current version from the user; the next version is shown again. */
  dismiss(): void
}

/**
 * Creates a client and connects it. Under server-side rendering it stays `idle` and does nothing; an invalid `version`
 * has the same effect, and the client says why. A page has one client for each version and server: a second call (from
 * another island of the page, or from the same module after a hot update) returns the existing one.
 */
export function createRollcall(options: RollcallOptions): Rollcall {
  const { version, url, observe, autoConnect } = options
  // Absent under server-side rendering, where nothing is ever started.
  const browser = (options.window ?? globalThis.window) as BrowserWindow
  const key = `rollcall ${[version, url, observe]}`
  const clients = (browser ?? {}) as unknown as Record<string, Rollcall>
  const client = (clients[key] ??= createClient(options, browser))
  if (autoConnect ?? (browser?.parent as unknown) === browser) client.connect()
  return client
}

/** Creates a client. It does nothing until it is told to connect. */
function createClient(options: RollcallOptions, browser: BrowserWindow): Rollcall {
  const isValid = isVersion(options.version)
  const initial = initialState(isValid ? options.version : '', firstRoute(options, undefined))
  const store = createStore(browser, { ...initial, route: firstRoute(options, browser), group: options.group ?? null })
  const note = createProblems(store)
  if (!isValid) note('version', 'version', `${options.version} (expected: 1 to 128 characters)`)
  const messages = createListeners<ServerMessage>(browser)
  const [connector, reloader, reportRoute, subscribeStats] = createParts(browser, options, store, messages, note)
  const [connect, disconnect] = createPageLifecycle(isValid ? browser : undefined, connector, options)
  const setRoute = (route: string, group: string | null = null): void => {
    store.set({ route: routeOf(route), group })
    reportRoute()
  }
  if (options.route === 'hash') browser?.addEventListener('hashchange', () => setRoute(firstRoute(options, browser)))
  return {
    initial,
    get state() {
      return store.get()
    },
    subscribe: store.subscribe,
    on: (type: string, listener: (message: never) => void) =>
      messages.add((message) => {
        if (type === 'message' || type === message.type) listener(message as never)
      }),
    setRoute,
    subscribeStats,
    connect,
    disconnect,
    reload: () => browser && reloader.now(store.get().serverVersion ?? store.get().version),
    dismiss: () => store.set({ dismissed: store.get().serverVersion }),
  }
}
