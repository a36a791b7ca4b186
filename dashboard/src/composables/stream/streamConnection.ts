// SPDX-License-Identifier: Apache-2.0
import type { Rollcall, RollcallOptions } from '@rollcall/client'
import type { AdminApi } from '../../api/admin'
import { errorText } from '../shared/errorText'
import type { StreamState } from './streamState'

/** The time until the current version is asked for again while it is unknown, in milliseconds. */
const RETRY_MILLIS = 5_000

/** Creates a client, as `createRollcall` does. */
export type CreateClient = (options: RollcallOptions) => Rollcall

/**
 * Keeps one connection to the stats stream.
 *
 * This page only watches: it is in no total, and no command reaches it. It still reports the current version, because a server
 * that does not know observers would count it as outdated on any other, and reconnects when that changes.
 */
export class StreamConnection {
  readonly #api: AdminApi
  readonly #create: CreateClient
  readonly #state: StreamState
  #client: Rollcall | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #disposed = false

  constructor(api: AdminApi, create: CreateClient, state: StreamState) {
    this.#api = api
    this.#create = create
    this.#state = state
  }

  /** Asks for the current version until the server answers, then connects. */
  async start(): Promise<void> {
    try {
      const { current } = await this.#api.releases()
      if (!this.#disposed) this.#open(current)
    } catch (error) {
      if (this.#disposed) return
      this.#state.problem.value = errorText(error)
      this.#timer = setTimeout(() => void this.start(), RETRY_MILLIS)
    }
  }

  /** Connects now instead of later. */
  retry(): void {
    clearTimeout(this.#timer)
    if (this.#client === null) return void this.start()
    this.#open(this.#client.state.serverVersion ?? this.#client.state.version)
  }

  /** Disconnects for good. */
  dispose(): void {
    this.#disposed = true
    clearTimeout(this.#timer)
    this.#close()
  }

  #open(version: string): void {
    this.#close()
    // No reload: it would interrupt the person who is reading, and the page shows nothing that a reload would renew.
    const client = this.#create({
      version,
      url: this.#api.base,
      observe: true,
      autoConnect: false,
      beforeReload: () => false,
    })
    this.#client = client
    this.#state.begin()
    client.subscribe(() => client === this.#client && this.#follow(client))
    client.on('message', (message) => client === this.#client && this.#state.receive(message))
    client.subscribeStats()
    client.connect()
  }

  #follow({ state }: Rollcall): void {
    this.#state.follow(state)
    if (state.serverVersion !== null && state.serverVersion !== state.version) this.#open(state.serverVersion)
  }

  /** Forgets the client before disconnecting it, so that whatever it reports while ending is ignored. */
  #close(): void {
    const client = this.#client
    this.#client = null
    client?.disconnect()
  }
}
