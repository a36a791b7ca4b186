// SPDX-License-Identifier: Apache-2.0
// A separate part, loaded when somebody asks for stats.
import { applyDelta } from './stats-delta'
import type { BrowserWindow, Cancel } from '../browser/browser-window'
import { isOfType } from '../protocol/message-parser'
import type { ServerMessage, StatsMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'

/** The tab's subscription to stats, which all parts of the application share. At first nobody has subscribed. */
export class StatsSubscription {
  readonly #users = new Set<object>()
  /** Whether complete stats have been requested: deltas to earlier ones are then useless. */
  #requested = false
  readonly #browser: BrowserWindow
  readonly #store: Store<RollcallState>
  readonly #messages: Listeners<ServerMessage>
  readonly #send: (message: PostedMessage) => void

  constructor(
    browser: BrowserWindow,
    store: Store<RollcallState>,
    messages: Listeners<ServerMessage>,
    send: (message: PostedMessage) => void,
  ) {
    this.#browser = browser
    this.#store = store
    this.#messages = messages
    this.#send = send
  }

  /** Asks for stats until the returned function is called. The last caller to leave ends the subscription. */
  subscribe(): Cancel {
    const user = {}
    this.#users.add(user)
    this.renew()
    return () => {
      if (!this.#users.delete(user) || this.#users.size) return
      this.#send({ type: 'unsubscribe-stats' })
      this.#store.set({ stats: null, authorized: null })
    }
  }

  /** Asks again, for example over a new connection, if anybody still wants stats. */
  renew(): void {
    if (!this.#users.size) return
    this.#requested = true
    this.#send({ type: 'subscribe-stats', delta: true })
  }

  /** Takes a message about stats, and passes it on to the application. */
  received(message: ServerMessage): void {
    if (isOfType(message, 'stats')) return this.#take(message)
    if (isOfType(message, 'stats-delta')) return this.#take(applyDelta(this.#store.get().stats, message))
    if (isOfType(message, 'stats-unauthorized')) {
      this.#store.set({ stats: null, authorized: false })
      if (message.after) this.#browser.setTimeout(() => this.renew(), message.after)
    }
    this.#messages.notify(message)
  }

  /** Takes complete stats; undefined when a change was missed. */
  #take(stats: StatsMessage | undefined): void {
    if (!this.#users.size) return
    if (!stats) return this.#requested ? undefined : this.renew()
    this.#requested = false
    this.#store.set({ stats, authorized: true })
    this.#messages.notify(stats)
  }
}
