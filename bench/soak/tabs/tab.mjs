// SPDX-License-Identifier: Apache-2.0
import { PollingLink } from './polling.mjs'
import { SseLink } from './sse.mjs'
import { WebSocketLink } from './websocket.mjs'

/** A browser's user agent: Rollcall turns programs away. */
export const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export const TRANSPORTS = ['websocket', 'sse', 'polling']

const LINKS = { websocket: WebSocketLink, sse: SseLink, polling: PollingLink }

/** One tab, which remembers what it was told. */
export class Tab {
  constructor(server, { transport, version, route, credentials = {}, observe }) {
    this.server = server
    this.transport = transport
    this.version = version
    this.route = route
    this.credentials = credentials
    this.observe = observe
    this.commands = new Map()
    this.greeted = new Promise((resolve) => {
      this.greet = resolve
    })
    this.isOpen = false
    this.connect()
  }

  get id() {
    return this.connectionId?.split('.')[0]
  }

  query(more = {}) {
    const all = Object.entries({ version: this.version, route: this.route, observe: this.observe, ...more }).filter(([, value]) => value !== undefined)
    return all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  }

  connect() {
    this.link = new LINKS[this.transport](this, this.query({ resume: this.connectionId }))
  }

  /** Comes back on any transport, like a tab whose connection broke. */
  async resume(transport) {
    this.link.forget()
    this.isOpen = false
    this.transport = transport
    this.greeted = new Promise((resolve) => {
      this.greet = resolve
    })
    this.connect()
    await this.greeted
  }

  message(message) {
    if (message.type === 'connected') {
      this.connectionId = message.connectionId
      this.isOpen = true
      this.greet(true)
    }
    if (message.command !== undefined) this.commands.set(message.command, (this.commands.get(message.command) ?? 0) + 1)
    if (message.type === 'stats') this.picture = { ...message, versions: { ...message.versions }, routes: { ...message.routes } }
    if (message.type === 'stats-delta') this.apply(message)
    if (message.type === 'stats-unauthorized') this.unauthorized = true
  }

  /** Applies a delta, which holds only what changed; 0 means gone. */
  apply(delta) {
    if (this.picture === undefined || delta.seq !== this.picture.seq + 1) {
      throw new Error(`delta ${delta.seq} after ${this.picture?.seq}`)
    }
    this.picture.seq = delta.seq
    for (const kind of ['versions', 'routes']) {
      for (const [name, count] of Object.entries(delta[kind] ?? {})) {
        if (count === 0) delete this.picture[kind][name]
        else this.picture[kind][name] = count
      }
    }
    this.picture.total = delta.total ?? this.picture.total
    this.picture.transports = { ...this.picture.transports, ...delta.transports }
    this.picture.current = delta.current ?? this.picture.current
  }

  async move(route) {
    this.route = route
    await this.link.send({ type: 'route-update', route })
  }

  subscribe(delta) {
    return this.link.send({ type: 'subscribe-stats', ...(delta ? { delta } : {}) })
  }

  /** Says goodbye, as pages that poll do. */
  async goodbye() {
    await fetch(`${this.server.base}/leave`, { method: 'POST', headers: { 'Content-Type': 'text/plain', 'User-Agent': AGENT }, body: this.connectionId })
  }

  /** Sends a message by POST; the answer says whether it was taken. */
  async post({ type, ...rest }) {
    const path = type === 'route-update' ? '/route' : `/${type}`
    const answer = await fetch(this.server.base + path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': AGENT,
        ...this.credentials,
      },
      body: JSON.stringify({ connectionId: this.connectionId, ...rest }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} for a tab that is ${this.isOpen ? 'open' : 'closed'}`)
  }

  lost(link) {
    if (link !== this.link) return
    this.isOpen = false
    this.greet(false)
    this.onLost?.()
  }

  refused(link, status) {
    if (link !== this.link) return
    this.refusal = status
    this.greet(false)
  }
}
