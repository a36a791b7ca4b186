// SPDX-License-Identifier: Apache-2.0
import '../../src/core/reload/service-worker'
import '../../src/core/stats/stats-subscription'
import '../../src/core/transports/fallback'
import type { Transport } from '../../src/core/protocol/messages'
import type { FakeClock, FakeNetwork, Socket } from './environment'

type Message = Readonly<Record<string, unknown>>

/** A connection as the server sees it. */
export interface Peer {
  readonly id: string
  readonly transport: Transport
  readonly query: URLSearchParams
  /** The messages from the tab, in order. */
  readonly said: Message[]
  open: boolean
  send(message: Message): void
  /** Ends the connection as a failing network does. */
  cut(): void
}

const CORS_FREE = { 'content-type': 'application/json' }

/** A server that speaks docs/protocol.md over all three transports, and answers immediately. */
export class FakeServer implements FakeNetwork {
  readonly clock: FakeClock
  version = 'v1'
  /** All connections so far. */
  readonly peers: Peer[] = []
  /** All attempts so far, with the time in milliseconds since the epoch. */
  readonly attempts: { readonly at: number; readonly transport: Transport; readonly query: URLSearchParams }[] = []
  /** Transports that the network refuses. */
  readonly broken = new Set<Transport>()
  /** Transports that accept a request and never answer. */
  readonly mute = new Set<Transport>()
  /** The response to give instead of a connection. */
  refusal: (() => Response) | null = null
  /** The response to give to POSTs instead of ok. */
  postRefusal: (() => Response) | null = null
  /** Whether the server knows acknowledgements; otherwise it answers 404. */
  takesAcks = true
  readonly posts: { readonly path: string; readonly body: Message }[] = []
  /** The answer to a look at a page; by default the page is there. */
  page: ((init: RequestInit) => Response | Promise<Response>) | null = null
  /** The looks at pages, in order. */
  readonly looks: string[] = []
  /** Other pages and files. */
  readonly files = new Map<string, string>()
  readonly fetched: string[] = []
  pollMillis = 20_000
  /** Whether the server gives signs of life: keepalives on SSE, answers to pings. */
  beats = true
  /** The goodbyes that pages have sent. */
  readonly goodbyes: string[] = []
  readonly #leases = new Map<string, { peer: Peer; waiting: Message[]; answers: number }>()

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  /** The connections that are open now. */
  get open(): Peer[] {
    return this.peers.filter(({ open }) => open)
  }

  get last(): Peer {
    const peer = this.peers.at(-1)
    if (peer === undefined) throw new Error('nobody has connected')
    return peer
  }

  /** Makes all transports fail, or work again. */
  down(isDown: boolean): void {
    for (const transport of ['websocket', 'sse', 'polling'] as const) {
      if (isDown) this.broken.add(transport)
      else this.broken.delete(transport)
    }
    if (isDown) for (const peer of this.open) peer.cut()
  }

  openSocket(address: string): Socket {
    const url = new URL(address)
    const query = this.#attempt('websocket', url)
    let peer: Peer | null = null
    const socket: Socket = {
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (text) => {
        const message = JSON.parse(text) as Message
        peer?.said.push(message)
        if (message['type'] === 'ping' && this.beats) peer?.send({ type: 'pong' })
      },
      close: () => {
        if (peer !== null) peer.open = false
      },
    }
    setImmediate(() => {
      if (this.mute.has('websocket')) return
      if (this.broken.has('websocket') || this.refusal !== null) return socket.onclose?.({ code: 1006 })
      peer = this.#peer('websocket', query, {
        send: (message) => setImmediate(() => socket.onmessage?.({ data: JSON.stringify(message) })),
        cut: () => setImmediate(() => socket.onclose?.({ code: 1006 })),
      })
    })
    return socket
  }

  async fetch(address: string, init: RequestInit): Promise<Response> {
    const url = new URL(address)
    const { signal } = init
    signal?.throwIfAborted()
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
    if (init.method === 'POST') return this.#post(url, JSON.parse(init.body as string) as Message)
    if (url.pathname.endsWith('/sse')) return this.#sse(url, signal ?? null)
    if (url.pathname.endsWith('/poll')) return this.#poll(url, signal ?? null)
    if (new Headers(init.headers).get('accept') === 'text/html') {
      this.looks.push(address)
      return this.page?.(init) ?? new Response('<!doctype html>')
    }
    this.fetched.push(address)
    const file = this.files.get(url.pathname)
    return new Response(file ?? 'not found', { status: file === undefined ? 404 : 200 })
  }

  beacon(address: string, body: string): void {
    if (!new URL(address).pathname.endsWith('/leave')) throw new Error(address)
    this.goodbyes.push(body)
    const peer = this.#find(body)
    if (peer !== undefined) peer.open = false
  }

  /** Returns the connection that a tab presents. */
  #find(presented: unknown): Peer | undefined {
    return this.peers.find(({ id }) => String(presented).startsWith(`${id}.proof`))
  }

  #attempt(transport: Transport, url: URL): URLSearchParams {
    this.attempts.push({ at: this.clock.millis, transport, query: url.searchParams })
    return url.searchParams
  }

  #peer(transport: Transport, query: URLSearchParams, wire: Pick<Peer, 'send' | 'cut'>): Peer {
    const former = this.#find(query.get('resume'))
    if (former !== undefined) former.open = false
    const peer: Peer = {
      id: `c${this.peers.length + 1}`,
      transport,
      query,
      said: [],
      open: true,
      send: (message) => peer.open && wire.send(message),
      cut: () => {
        peer.open = false
        wire.cut()
      },
    }
    this.peers.push(peer)
    const { id } = peer
    peer.send({ type: 'connected', version: this.version, connectionId: `${id}.proof`, timestamp: this.clock.millis })
    return peer
  }

  #sse(url: URL, signal: AbortSignal | null): Response | Promise<Response> {
    const query = this.#attempt('sse', url)
    if (this.broken.has('sse')) throw new TypeError('Failed to fetch')
    if (this.refusal !== null) return this.refusal()
    const encoder = new TextEncoder()
    let peer: Peer | null = null
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        signal?.addEventListener('abort', () => {
          if (peer?.open === true) stream.error(signal.reason)
          if (peer !== null) peer.open = false
        })
        if (this.mute.has('sse')) return
        peer = this.#peer('sse', query, {
          send: (message) => {
            const retry = message['type'] === 'reconnect' ? `retry: ${String(message['after'])}\n` : ''
            stream.enqueue(encoder.encode(`${retry}data: ${JSON.stringify(message)}\n\n`))
          },
          cut: () => stream.close(),
        })
        this.#beat(peer)
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream;charset=utf-8' } })
  }

  #beat(peer: Peer): void {
    const beat = (): void => {
      if (!peer.open) return
      if (this.beats) peer.send({ type: 'keepalive', timestamp: this.clock.millis })
      this.#beat(peer)
    }
    this.clock.after(25_000, beat, false)
  }

  #poll(url: URL, signal: AbortSignal | null): Response | Promise<Response> {
    const query = this.#attempt('polling', url)
    if (this.broken.has('polling')) throw new TypeError('Failed to fetch')
    if (this.refusal !== null) return this.refusal()
    if (this.mute.has('polling')) {
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
    }
    let lease = this.#leases.get(this.#find(query.get('resume'))?.id ?? '')
    if (lease?.peer.open !== true) {
      const waiting: Message[] = []
      const wire = { send: (message: Message) => waiting.push(message), cut: () => {} }
      lease = { peer: this.#peer('polling', query, wire), waiting, answers: 0 }
      this.#leases.set(lease.peer.id, lease)
    }
    const { peer, waiting } = lease
    const answer = { connectionId: `${peer.id}.proof.${++lease.answers}`, after: this.pollMillis, messages: waiting.splice(0) }
    return new Response(JSON.stringify(answer), { headers: CORS_FREE })
  }

  #post(url: URL, body: Message): Response {
    const path = url.pathname.replace(/^.*\//, '/')
    this.posts.push({ path, body })
    if (this.postRefusal !== null) return this.postRefusal()
    if (path === '/ack' && !this.takesAcks) return new Response('{"ok":false}', { status: 404, headers: CORS_FREE })
    const peer = this.#find(body['connectionId'])
    if (peer?.open !== true) return new Response('{"ok":false}', { status: 404, headers: CORS_FREE })
    const { connectionId: _, ...fields } = body
    peer.said.push({ type: path === '/route' ? 'route-update' : path.slice(1), ...fields })
    return new Response('{"ok":true}', { headers: CORS_FREE })
  }
}
