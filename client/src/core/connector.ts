// SPDX-License-Identifier: Apache-2.0
import { Backoff } from './backoff'
import { Chooser } from './chooser'
import type { Cancel, Environment } from './environment'
import type { Link, LinkEnd, LinkHandlers, OpenLink, Session } from './links/link'
import { openPolling } from './links/polling'
import { openSse } from './links/sse'
import { openWebSocket } from './links/websocket'
import type { ClientMessage, ServerMessage, Transport } from './protocol'
import { takeSlot } from './slots'
import type { Status } from './state'
import { Watchdog } from './watchdog'

/** An attempt that brought no `connected` in this time has failed, in milliseconds: some proxies hold streams back. */
const CONNECT_TIMEOUT_MILLIS = 10_000

/** A connection that lasted so long was a good one, in milliseconds. */
const STABLE_MILLIS = 60_000

/** However often the page says "at once", and whatever chance says: attempts are at least so far apart, in milliseconds. */
const CLOSEST_MILLIS = 1_000

/** A tab that polls though the server and the browser can do better looks again after this time, in milliseconds. */
const BETTER_MILLIS = 10 * 60_000

const openers: Readonly<Record<Transport, OpenLink>> = {
  websocket: openWebSocket,
  sse: openSse,
  polling: openPolling,
}

/** What the connector tells. */
export interface ConnectorHandlers {
  status(status: Status, transport: Transport | null, retryAt: number | null): void
  message(message: ServerMessage): void
  /** The server knows this tab: time to tell it what it cannot know. `first`: for the first time on this connection. */
  opened(first: boolean): void
}

/** Settings of the connector. */
export interface ConnectorOptions {
  /** Transports, best first; not empty. */
  readonly order: readonly Transport[]
  /** How often the server gives a sign of life, in milliseconds. */
  readonly beatMillis: number
}

/** Why a tab polls although another transport would do. */
type Limit = 'slots' | 'background' | null

/** Keeps the tab connected: never gives up, never storms. */
export class Connector {
  readonly #environment: Environment
  readonly #session: Session
  readonly #options: ConnectorOptions
  readonly #handlers: ConnectorHandlers
  readonly #backoff: Backoff
  readonly #chooser: Chooser

  #wanted = false
  #background = false
  #attempt = 0
  #link: Link | null = null
  #open = false
  #limit: Limit = null
  #timers: Cancel[] = []
  #retry: Cancel | null = null
  #release: Cancel | null = null
  #watchdog: Watchdog | null = null
  #lastAttempt = -Infinity
  #notBefore = -Infinity
  #openedAt = 0

  constructor(environment: Environment, session: Session, options: ConnectorOptions, handlers: ConnectorHandlers) {
    this.#environment = environment
    this.#session = session
    this.#options = options
    this.#handlers = handlers
    this.#backoff = new Backoff(() => environment.random())
    this.#chooser = new Chooser(environment, options.order)
  }

  /** Connects, unless it already does. */
  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    const hold = this.#notBefore - this.#environment.now()
    if (hold > 0) this.#wait(hold)
    else this.#connect()
  }

  /** Ends the connection and stays away until {@link start}. */
  stop(status: Status): void {
    this.#wanted = false
    this.#drop()
    this.#handlers.status(status, null, null)
  }

  /** Sends a message; false when there is no connection, and the message then never goes. */
  send(message: ClientMessage): boolean {
    if (!this.#open) return false
    this.#link?.send(message)
    return this.#link !== null
  }

  /** Do not wait for the next attempt; with `anew` not even for a connection that may still be good. */
  hurry(anew: boolean): void {
    if (!this.#wanted) return
    if (this.#retry === null && !anew) return this.#watchdog?.check()
    this.#drop()
    const now = this.#environment.now()
    this.#wait(Math.max(0, this.#notBefore - now, this.#lastAttempt + CLOSEST_MILLIS - now))
  }

  /** A tab in the background polls; when it is not any more it gets its stream back at once. */
  setBackground(background: boolean): void {
    if (background === this.#background) return
    this.#background = background
    if (background ? this.#link?.transport !== 'polling' : this.#limit === 'background') this.hurry(true)
  }

  #connect(): void {
    const attempt = ++this.#attempt
    this.#lastAttempt = this.#environment.now()
    this.#handlers.status('connecting', null, null)
    const choice = this.#background ? 'polling' : this.#chooser.next()
    this.#limit = this.#background ? 'background' : null
    if (choice !== 'sse') return this.#begin(choice)
    void takeSlot(this.#environment, this.#session.open('/sse', false)).then((release) => {
      if (attempt !== this.#attempt) return release?.()
      this.#release = release
      this.#limit = release === null ? 'slots' : null
      this.#begin(release === null ? 'polling' : 'sse')
    })
  }

  #begin(transport: Transport): void {
    const attempt = this.#attempt
    const mine = (task: () => void): void => {
      if (attempt === this.#attempt) task()
    }
    const handlers: LinkHandlers = {
      opened: () => mine(() => this.#opened(transport)),
      alive: () => mine(() => this.#watchdog?.alive()),
      message: (message) => mine(() => this.#message(message)),
      closed: (end) => mine(() => this.#lost(end)),
    }
    this.#later(CONNECT_TIMEOUT_MILLIS, () => {
      if (!this.#open) this.#lost({})
    })
    try {
      this.#link = openers[transport](this.#environment, this.#session, handlers)
    } catch {
      // A WebSocket that a policy of the page forbids throws at once.
      this.#lost({})
    }
  }

  #opened(transport: Transport): void {
    const first = !this.#open
    this.#open = true
    if (first) {
      this.#openedAt = this.#environment.now()
      this.#notBefore = -Infinity
      this.#handlers.status('connected', transport, null)
      if (this.#limit === null) this.#chooser.opened(transport)
      this.#watch(transport)
      this.#later(STABLE_MILLIS, () => {
        this.#backoff.reset()
        this.#chooser.stable()
      })
    }
    this.#handlers.opened(first)
    if (transport === 'polling' && !first && this.#open) this.#better()
  }

  #watch(transport: Transport): void {
    if (transport === 'polling') return
    this.#watchdog = new Watchdog(this.#environment, {
      beatMillis: this.#options.beatMillis,
      probe: this.#link?.probe ?? null,
      dead: (asleep) => (asleep ? this.hurry(true) : this.#lost({})),
    })
  }

  /** After each poll: is there a free slot, or is it time to try the better transports again? */
  #better(): void {
    const attempt = this.#attempt
    if (this.#limit === 'slots') {
      void takeSlot(this.#environment, this.#session.open('/sse', false)).then((release) => {
        if (release === null || attempt !== this.#attempt) return release?.()
        this.#drop()
        this.#limit = null
        this.#release = release
        this.#lastAttempt = this.#environment.now()
        this.#handlers.status('connecting', null, null)
        this.#begin('sse')
      })
    } else if (this.#limit === null && !this.#chooser.isBest('polling')) {
      if (this.#environment.now() - this.#openedAt < BETTER_MILLIS) return
      this.#chooser.forget()
      this.hurry(true)
    }
  }

  #message(message: ServerMessage): void {
    const attempt = this.#attempt
    this.#handlers.message(message)
    const after: unknown = message.type === 'reconnect' ? (message as { after?: unknown }).after : null
    if (typeof after !== 'number' || attempt !== this.#attempt) return
    this.#notBefore = this.#environment.now() + Math.max(0, after)
    this.#drop()
    this.#wait(Math.max(0, after))
  }

  #lost(end: LinkEnd): void {
    if (end.refused === true) return this.stop('refused')
    const lasted = this.#open && this.#environment.now() - this.#openedAt >= STABLE_MILLIS
    if (!lasted && this.#limit === null) this.#chooser.failed()
    this.#drop()
    const asked = Math.max(0, end.after ?? 0)
    if (asked > 0) this.#notBefore = this.#environment.now() + asked
    this.#wait(Math.max(this.#backoff.next(), asked, this.#lastAttempt + CLOSEST_MILLIS - this.#environment.now()))
  }

  #wait(millis: number): void {
    const at = this.#environment.now() + millis
    this.#handlers.status('waiting', null, at)
    this.#retry = this.#environment.after(millis, () => {
      this.#retry = null
      this.#connect()
    })
  }

  #later(millis: number, task: () => void): void {
    this.#timers.push(this.#environment.after(millis, task))
  }

  /** Lets go of everything that belongs to the present attempt. */
  #drop(): void {
    this.#attempt++
    const link = this.#link
    this.#link = null
    this.#open = false
    for (const cancel of this.#timers) cancel()
    this.#timers = []
    this.#retry?.()
    this.#retry = null
    this.#watchdog?.stop()
    this.#watchdog = null
    link?.close()
    this.#release?.()
    this.#release = null
  }
}
