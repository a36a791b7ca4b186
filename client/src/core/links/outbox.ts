// SPDX-License-Identifier: Apache-2.0
import { Backoff, retryAfter } from '../backoff'
import type { Cancel, Environment } from '../environment'
import type { ClientMessage } from '../protocol'
import type { Session } from './link'

interface Post {
  readonly path: string
  readonly body: object
}

/**
 * Sends a tab's messages as POSTs, one at a time. Of messages that replace each other (routes; asking for stats or not)
 * only the last waits. What the server could not take is sent again, after the time it names or a growing one.
 */
export class Outbox {
  readonly #environment: Environment
  readonly #session: Session
  readonly #delivered: (message: ClientMessage) => void
  readonly #waiting = new Map<string, ClientMessage>()
  readonly #backoff: Backoff
  readonly #abort = new AbortController()
  #busy = false
  #pause: Cancel | null = null

  constructor(environment: Environment, session: Session, delivered: (message: ClientMessage) => void = () => {}) {
    this.#environment = environment
    this.#session = session
    this.#delivered = delivered
    this.#backoff = new Backoff(() => environment.random())
  }

  /** Sends the message when it is its turn. */
  send(message: ClientMessage): void {
    const key = keyOf(message)
    this.#waiting.delete(key)
    this.#waiting.set(key, message)
    this.#next()
  }

  /** Drops what waits and stops. */
  close(): void {
    this.#waiting.clear()
    this.#pause?.()
    this.#abort.abort()
  }

  #next(): void {
    const [entry] = this.#waiting
    if (this.#busy || entry === undefined || this.#abort.signal.aborted) return
    const [key, message] = entry
    this.#waiting.delete(key)
    this.#busy = true
    void this.#post(postOf(message)).then((again) => this.#done(key, message, again))
  }

  #done(key: string, message: ClientMessage, again: number | null): void {
    if (this.#abort.signal.aborted) return
    if (again === null) {
      this.#busy = false
      this.#delivered(message)
      this.#next()
      return
    }
    if (!this.#waiting.has(key)) this.#waiting.set(key, message)
    this.#pause = this.#environment.after(again, () => {
      this.#busy = false
      this.#next()
    })
  }

  /** Returns null when done with it, else in how many milliseconds to try again. */
  async #post({ path, body }: Post): Promise<number | null> {
    try {
      const answer = await this.#environment.fetch(this.#session.post(path), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ connectionId: this.#session.id, ...body }),
        credentials: 'include',
        signal: this.#abort.signal,
      })
      if (answer.status !== 429 && answer.status < 500) {
        this.#backoff.reset()
        return null
      }
      return Math.max(this.#backoff.next(), retryAfter(answer.headers.get('retry-after'), this.#environment.now()) ?? 0)
    } catch {
      return this.#backoff.next()
    }
  }
}

function keyOf(message: ClientMessage): string {
  if (message.type === 'ack') return `ack ${message.command} ${message.state}`
  return message.type.endsWith('-stats') ? 'stats' : message.type
}

function postOf(message: ClientMessage): Post {
  const { type, ...body } = message
  return { path: type === 'route-update' ? '/route' : `/${type}`, body }
}
