// SPDX-License-Identifier: Apache-2.0
import { endpoint, withQuery } from './address'
import { Connector } from './connector'
import { Emitter } from './emitter'
import { browserEnvironment, type Cancel, type Environment } from './environment'
import type { Session } from './links/link'
import { pathOf, routeOf, transportsOf, versionOf, type RollcallOptions } from './options'
import { followPage } from './page'
import { isMessage, type CustomMessage, type MessageMap, type ServerMessage, type StatsMessage } from './protocol'
import { Reloader } from './reload/reloader'
import { initialState, type RollcallState } from './state'
import { applyDelta } from './stats'
import { Store } from './store'

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

  /** The tab is on another path now; query and fragment are left out. */
  setRoute(route: string): void

  /** Asks for stats, which come as `state.stats`, until the returned function is called. Asking again asks anew. */
  subscribeStats(): () => void

  /** Connects, unless it already does. */
  connect(): void

  /** Ends the connection, until {@link connect}. A reload that is to come still comes. */
  disconnect(): void

  /** Reloads the page now. */
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
  const environment = options.environment === undefined ? browserEnvironment() : options.environment
  return new Client(options, version, environment)
}

class Client implements Rollcall {
  readonly #store: Store<RollcallState>
  readonly #emitter: Emitter
  readonly #options: RollcallOptions
  readonly #page: Environment | null
  readonly #connector: Connector | null
  readonly #reloader: Reloader | null
  readonly #session: Session
  #listening: Cancel | null = null
  #statsWanted = 0
  /** Changes were missed, and whole stats were asked for. */
  #resync = false
  /** The route that the server was told last over this connection. */
  #routeTold: string | null = null

  constructor(options: RollcallOptions, version: string, environment: Environment | null) {
    const report = (error: unknown): void => (environment === null ? console.error(error) : environment.report(error))
    const route = routeOf(options.route ?? pathOf(environment?.href() ?? null))
    this.#options = options
    this.#page = environment
    this.#emitter = new Emitter(report)
    this.#store = new Store(initialState(version, route), report)
    this.#session = this.#newSession(options.url ?? '/__skew')
    this.#reloader = environment === null ? null : this.#newReloader(environment)
    this.#connector = environment === null ? null : this.#newConnector(environment)
    if (options.autoConnect ?? true) this.connect()
  }

  get state(): RollcallState {
    return this.#store.value
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener)

  on(type: string, listener: (message: never) => void): () => void {
    return this.#emitter.on(type, listener)
  }

  setRoute(route: string): void {
    this.#store.set({ route: routeOf(route) })
    this.#tellRoute()
  }

  subscribeStats(): () => void {
    this.#statsWanted++
    this.#askForStats()
    let subscribed = true
    return () => {
      if (!subscribed) return
      subscribed = false
      this.#statsWanted--
      if (this.#statsWanted > 0) return
      this.#connector?.send({ type: 'unsubscribe-stats' })
      this.#store.set({ stats: null, authorized: null })
    }
  }

  connect(): void {
    const environment = this.#page
    if (environment === null || this.#listening !== null) return
    if (environment.prerendering()) {
      this.#listening = environment.listen('document', 'prerenderingchange', () => {
        this.disconnect()
        this.connect()
      })
      return
    }
    this.#listening = this.#followPage(environment)
    this.#connector?.start()
  }

  disconnect(): void {
    this.#listening?.()
    this.#listening = null
    this.#connector?.stop('idle')
  }

  reload(): void {
    this.#reloader?.now(this.state.serverVersion ?? this.state.version)
  }

  dismiss(): void {
    this.#store.set({ dismissed: this.state.serverVersion })
  }

  #newSession(base: string): Session {
    const page = (): string | null => this.#page?.href() ?? null
    const session: Session = {
      id: null,
      post: (path) => endpoint(base, page(), path),
      open: (path, resume) => {
        const { route, version } = this.state
        if (resume) this.#routeTold = route
        const command = this.#reloader?.lastCommand ?? null
        return withQuery(session.post(path), { route, version, resume: resume ? session.id : null, command })
      },
    }
    return session
  }

  #newReloader(environment: Environment): Reloader {
    return new Reloader(environment, {
      beforeReload: this.#options.beforeReload ?? null,
      prefetch: this.#options.prefetch ?? null,
      changed: (reload) => this.#store.set({ reload }),
      ack: (command, state) => void this.#connector?.send({ type: 'ack', command, state }),
    })
  }

  #newConnector(environment: Environment): Connector {
    const options = { order: transportsOf(this.#options, environment), beatMillis: this.#options.beat ?? 25_000 }
    return new Connector(environment, this.#session, options, {
      status: (status, transport, retryAt) => this.#store.set({ status, transport, retryAt }),
      message: (message) => this.#message(message),
      opened: (first) => this.#opened(first),
    })
  }

  #followPage(environment: Environment): Cancel {
    const { background = 'keep', backgroundAfter = 300_000 } = this.#options
    return followPage(environment, background === 'poll' ? backgroundAfter : null, {
      leave: () => this.#connector?.stop('suspended'),
      back: () => this.#connector?.start(),
      woke: () => this.#connector?.hurry(false),
      online: () => this.#connector?.hurry(true),
      background: (inBackground) => this.#connector?.setBackground(inBackground),
    })
  }

  #opened(first: boolean): void {
    const id = publicId(this.#session.id)
    // A lease that ran out unnoticed is another connection, without the subscription of the first.
    if ((first || id !== this.state.id) && this.#statsWanted > 0) this.#askForStats()
    this.#store.set({ id })
    this.#reloader?.told()
    this.#tellRoute()
  }

  #tellRoute(): void {
    const { route } = this.state
    if (route === this.#routeTold) return
    if (this.#connector?.send({ type: 'route-update', route }) === true) this.#routeTold = route
  }

  #askForStats(): void {
    this.#resync = false
    this.#connector?.send({ type: 'subscribe-stats', delta: true })
  }

  #message(message: ServerMessage): void {
    if (isMessage(message, 'connected')) this.#serverVersion(message.version)
    if (isMessage(message, 'version')) {
      this.#serverVersion(message.version)
      if (message.force === true) this.#reloader?.command(message)
    }
    if (isMessage(message, 'stats')) this.#stats(message)
    if (isMessage(message, 'stats-delta')) this.#stats(applyDelta(this.state.stats, message))
    if (isMessage(message, 'stats-unauthorized')) this.#store.set({ stats: null, authorized: false })
    this.#emitter.emit('message', message)
    if (message.type !== 'stats' && message.type !== 'message') this.#emitter.emit(message.type, message)
  }

  #serverVersion(serverVersion: string): void {
    this.#store.set({ serverVersion, isOutdated: serverVersion !== this.state.version })
  }

  #stats(stats: StatsMessage | null): void {
    if (this.#statsWanted === 0) return
    if (stats === null) {
      if (this.#resync) return
      this.#askForStats()
      this.#resync = true
      return
    }
    this.#resync = false
    this.#store.set({ stats, authorized: true })
    this.#emitter.emit('stats', stats)
  }
}

function publicId(connectionId: string | null): string | null {
  return connectionId?.split('.', 1)[0] ?? null
}
