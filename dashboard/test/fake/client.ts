// SPDX-License-Identifier: Apache-2.0
import type { Rollcall, RollcallOptions, RollcallState, StatsMessage } from '@rollcall/client'

/** A client whose state the test sets. */
export class FakeClient {
  state: RollcallState
  connected = false
  subscribed = false
  #listeners: (() => void)[] = []
  #messages: ((message: unknown) => void)[] = []

  constructor(readonly options: RollcallOptions) {
    this.state = {
      status: 'idle', transport: null, version: options.version, serverVersion: null, isOutdated: false, dismissed: null,
      id: null, route: '/', stats: null, authorized: null, retryAt: null, reload: null,
    }
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.push(listener)
    return () => {}
  }

  on(_: string, listener: (message: unknown) => void): () => void {
    this.#messages.push(listener)
    return () => {}
  }

  subscribeStats(): () => void {
    this.subscribed = true
    return () => {}
  }

  connect(): void {
    this.connected = true
  }

  disconnect(): void {
    this.connected = false
    this.becomes({ status: 'idle' })
  }

  /** Changes the state and tells. */
  becomes(change: Partial<RollcallState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** As when the server sent it. */
  receives(message: object): void {
    for (const listener of this.#messages) listener(message)
  }
}

/** Makes clients and remembers them. */
export function fakeClients(): { create: (options: RollcallOptions) => Rollcall; made: FakeClient[] } {
  const made: FakeClient[] = []
  const create = (options: RollcallOptions): Rollcall => {
    const client = new FakeClient(options)
    made.push(client)
    return client as unknown as Rollcall
  }
  return { create, made }
}

/** Stats with these versions. */
export function statsOf(versions: Record<string, number>, more: Partial<StatsMessage> = {}): StatsMessage {
  const total = Object.values(versions).reduce((sum, value) => sum + value, 0)
  return { type: 'stats', total, versions, routes: {}, connections: [], yourId: 'me', current: 'v1', ...more }
}
