// SPDX-License-Identifier: Apache-2.0
import type { Rollcall, RollcallOptions, RollcallState, StatsMessage } from '@rollcall/client'
import type { CreateClient } from '../../src/composables/stream/streamConnection'

/** A client whose state is set by the test. */
export class FakeClient {
  state: RollcallState
  connected = false
  subscribed = false
  #listeners: (() => void)[] = []
  #messages: ((message: unknown) => void)[] = []

  constructor(readonly options: RollcallOptions) {
    this.state = {
      status: 'idle', transport: null, version: options.version, serverVersion: null, isOutdated: false, isRollback: false, dismissed: null,
      id: null, route: '/', stats: null, authorized: null, retryAt: null, reload: null, unchanged: null, problem: null, group: null,
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

  /** Changes the state and notifies the listeners. */
  becomes(change: Partial<RollcallState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }

  /** Acts as if the server sent a message. */
  receives(message: object): void {
    for (const listener of this.#messages) listener(message)
  }
}

/** Returns a function that creates fake clients, and the clients it has created. */
export function fakeClients(): { create: CreateClient; created: FakeClient[] } {
  const created: FakeClient[] = []
  const create = (options: RollcallOptions): Rollcall => {
    const client = new FakeClient(options)
    created.push(client)
    return client as unknown as Rollcall
  }
  return { create, created }
}

/** Returns stats with these versions. */
export function statsOf(versions: Record<string, number>, more: Partial<StatsMessage> = {}): StatsMessage {
  const total = Object.values(versions).reduce((sum, value) => sum + value, 0)
  return { type: 'stats', total, versions, routes: {}, connections: [], yourId: 'me', current: 'v1', ...more }
}
