// SPDX-License-Identifier: Apache-2.0
import { retryAfter } from '../backoff'
import type { Cancel, Environment } from '../environment'
import { asMessage, type ClientMessage } from '../protocol'
import { once, type Link, type LinkEnd, type LinkHandlers, type Session } from './link'
import { Outbox } from './outbox'

/** A poll that is not answered within this time has failed, in milliseconds. */
const POLL_TIMEOUT_MILLIS = 20_000

/** After asking for stats the tab comes soon, not at the next turn, in milliseconds. */
const SOON_MILLIS = 1_000

/** No server has a tab poll more often, in milliseconds. */
const SHORTEST_MILLIS = 500

interface Lease {
  readonly connectionId: string
  readonly after: number
  readonly messages: readonly unknown[]
}

/** A lease, renewed by asking again and again; what the tab says goes as POSTs. */
export function openPolling(environment: Environment, session: Session, handlers: LinkHandlers): Link {
  const link = new PollingLink(environment, session, handlers)
  void link.poll()
  return link
}

class PollingLink implements Link {
  readonly transport = 'polling'
  readonly probe = null
  readonly #environment: Environment
  readonly #session: Session
  readonly #handlers: ReturnType<typeof once>
  readonly #outbox: Outbox
  readonly #abort = new AbortController()
  #timer: Cancel | null = null
  #polling = false

  constructor(environment: Environment, session: Session, handlers: LinkHandlers) {
    this.#environment = environment
    this.#session = session
    this.#outbox = new Outbox(environment, session, (message) => this.#delivered(message))
    this.#handlers = once(handlers, () => this.close())
  }

  send(message: ClientMessage): void {
    this.#outbox.send(message)
  }

  close(): void {
    this.#timer?.()
    this.#outbox.close()
    this.#abort.abort()
  }

  async poll(): Promise<void> {
    this.#polling = true
    this.#timer = this.#environment.after(POLL_TIMEOUT_MILLIS, () => this.#handlers.closed({}))
    const end = await this.#ask().catch((): LinkEnd => ({}))
    this.#polling = false
    if (end !== null && !this.#closed) this.#handlers.closed(end)
  }

  /** Asks once and sets the time for the next; returns an end when there is none. */
  async #ask(): Promise<LinkEnd | null> {
    const answer = await this.#environment.fetch(this.#session.open('/poll', true), {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      credentials: 'include',
      signal: this.#abort.signal,
    })
    if (answer.status === 204) return { refused: true }
    if (!answer.ok) return { after: retryAfter(answer.headers.get('retry-after'), this.#environment.now()) }
    const lease: unknown = await answer.json()
    if (this.#closed) return null
    if (!isLease(lease)) return {}
    this.#again(Math.max(SHORTEST_MILLIS, lease.after))
    this.#take(lease)
    return null
  }

  #take(lease: Lease): void {
    this.#session.id = lease.connectionId
    this.#handlers.alive()
    for (const value of lease.messages) {
      const message = asMessage(value)
      // A listener may have closed the link.
      if (message !== null && !this.#closed) this.#handlers.message(message)
    }
    if (!this.#closed) this.#handlers.opened()
  }

  #delivered(message: ClientMessage): void {
    if (message.type === 'subscribe-stats' && !this.#polling) this.#again(SOON_MILLIS)
  }

  #again(millis: number): void {
    this.#timer?.()
    this.#timer = this.#environment.after(millis, () => void this.poll())
  }

  get #closed(): boolean {
    return this.#abort.signal.aborted
  }
}

function isLease(value: unknown): value is Lease {
  const lease = value as Partial<Lease> | null
  return typeof lease?.connectionId === 'string' && Number.isFinite(lease.after) && Array.isArray(lease.messages)
}
