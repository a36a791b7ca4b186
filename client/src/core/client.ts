// SPDX-License-Identifier: Apache-2.0
import { createConnector, type Connector } from './connector'
import { follow } from './lifecycle'
import type { Session } from './links/link'
import { routeOf, transportsOf, versionOf, type RollcallOptions } from './options'
import type { Cancel, Page } from './page'
import { isMessage, type CustomMessage, type MessageMap, type ServerMessage, type StatsMessage } from './protocol'
import { createReloader, type Reloader } from './reload/reloader'
import { initialState, type RollcallState } from './state'
import { applyDelta } from './stats'
import { createListeners, createStore } from './store'

/** One tab's connection to the server. */
export interface Rollcall {
  /** All that is known; frozen, a new object with each change. */
  readonly state: RollcallState

  /** Calls the listener after each change of {@link state}; returns what ends that. */
  subscribe(listener: () => void): () => void

  /** Calls the listener for every message, whatever its type; returns what ends that. */
  on(type: 'message', listener: (message: ServerMessage) => void): () => void
  /** Calls the listener for messages of that type. `stats` comes whole, also when the server sent only what changed. */
  on<T extends keyof MessageMap>(type: T, listener: (message: MessageMap[T]) => void): () => void
  /** Calls the listener for messages of the application of that type. */
  on(type: string & {}, listener: (message: CustomMessage) => void): () => void

  /** The tab is on another path now; query and fragment are left out, at most 512 characters are told. */
  setRoute(route: string): void

  /**
   * Asks for stats, which come as `state.stats`, until the returned function is called. Several may ask; the last to leave
   * ends the subscription. `state.authorized` says whether the server lets this tab see them.
   */
  subscribeStats(): () => void

  /** Connects, unless it already does. */
  connect(): void

  /** Ends the connection, until {@link connect}. A reload that is to come still comes. */
  disconnect(): void

  /** Reloads the page now, also when `beforeReload` has put that off. */
  reload(): void

  /** The user does not want to hear of the server's present version; the next one is told again. */
  dismiss(): void
}

/**
 * Makes a client and connects it. Under server-side rendering it stays `idle` and does nothing.
 *
 * @throws TypeError when `version` does not fit
 */
export function createRollcall(options: RollcallOptions): Rollcall {
  const version = versionOf(options)
  const page: Page | undefined = options.window ?? globalThis.window
  const route = routeOf(options.route ?? page?.location.pathname ?? '')
  const store = createStore(page, initialState(version, route))
  const messages = createListeners<ServerMessage>(page)
  let reloader: Reloader | undefined
  let connector: Connector | undefined
  let stop: Cancel | undefined
  let subscriptions = 0
  /** Whole stats were asked for: changes to those before are of no use. */
  let stale = false
  /** The route that the server was told last over this connection. */
  let routeTold: string | undefined

  const tellRoute = (): void => {
    const { route } = store.get()
    if (route !== routeTold && connector?.send({ type: 'route-update', route })) routeTold = route
  }

  const askForStats = (): void => {
    stale = true
    connector?.send({ type: 'subscribe-stats', delta: true })
  }

  const tellStats = (stats: StatsMessage | undefined): void => {
    if (!subscriptions) return
    if (stats) {
      stale = false
      store.set({ stats, authorized: true })
      messages.tell(stats)
    } else if (!stale) askForStats()
  }

  const received = (message: ServerMessage): void => {
    if (isMessage(message, 'stats')) return tellStats(message)
    if (isMessage(message, 'stats-delta')) return tellStats(applyDelta(store.get().stats, message))
    if (isMessage(message, 'stats-unauthorized')) store.set({ stats: null, authorized: false })
    if (isMessage(message, 'connected')) store.set({ id: message.connectionId.split('.')[0]! })
    if (isMessage(message, 'connected') || isMessage(message, 'version')) {
      store.set({ serverVersion: message.version, isOutdated: message.version !== version })
    }
    if (isMessage(message, 'version') && message.force) reloader?.command(message)
    messages.tell(message)
  }

  if (page) {
    const session: Session = {
      id: null,
      url: (path) => new URL((options.url ?? '/__skew').replace(/\/*$/, path), page.location.href).href,
      open: (path) => {
        routeTold = store.get().route
        const query = { version, route: routeTold, resume: session.id, command: reloader?.last() }
        const known = Object.entries(query).filter(([, value]) => value) as [string, string][]
        return session.url(path) + '?' + new URLSearchParams(known)
      },
    }
    reloader = createReloader(page, {
      beforeReload: options.beforeReload,
      prefetch: options.prefetch,
      state: store.set,
      ack: (command, state) => void connector?.send({ type: 'ack', command, state }),
    })
    const order = transportsOf(options)
    connector = createConnector(page, session, { order, beatMillis: options.beat ?? 25_000 }, {
      state: store.set,
      message: received,
      opened: () => {
        reloader?.told()
        tellRoute()
        if (subscriptions) askForStats()
      },
    })
  }

  const client: Rollcall = {
    get state() {
      return store.get()
    },
    subscribe: store.subscribe,
    on: (type: string, listener: (message: never) => void) =>
      messages.add((message) => {
        if (type === 'message' || type === message.type) listener(message as never)
      }),
    setRoute: (route) => {
      store.set({ route: routeOf(route) })
      tellRoute()
    },
    subscribeStats: () => {
      subscriptions++
      askForStats()
      let subscribed = true
      return () => {
        if (!subscribed) return
        subscribed = false
        if (--subscriptions) return
        connector?.send({ type: 'unsubscribe-stats' })
        store.set({ stats: null, authorized: null })
      }
    },
    connect: () => {
      if (page && connector && !stop) {
        stop = follow(page, connector, options.background === 'poll' ? (options.backgroundAfter ?? 300_000) : null)
      }
    },
    disconnect: () => {
      stop?.()
      stop = undefined
    },
    reload: () => reloader?.now(store.get().serverVersion ?? version),
    dismiss: () => store.set({ dismissed: store.get().serverVersion }),
  }
  if (options.autoConnect !== false) client.connect()
  return client
}
