// SPDX-License-Identifier: Apache-2.0
// The client as Svelte stores: `subscribe` immediately calls back with a value. That does not need Svelte itself.
import { activeConnections as connectionsOf, updateOf, type ActiveConnections, type Update } from '../adapters/views'
import type { Rollcall } from '../core/client/rollcall'
import type { RollcallState } from '../core/state/rollcall-state'

export type { ActiveConnections, Update } from '../adapters/views'

/** A store that can be read as `$store`, and by everything else that follows Svelte's store contract. */
export interface Readable<T> {
  /**
   * Calls `run` with the value, immediately and after each change.
   *
   * @returns a function that ends this
   */
  subscribe(run: (value: T) => void): () => void
}

/** Returns everything that the client knows, as a store. */
export function rollcallState(client: Rollcall): Readable<RollcallState> {
  return store(client, (state) => state)
}

/** Returns a store of what to ask the user: a new version, or a reload that the server has ordered; null if nothing. */
export function update(client: Rollcall): Readable<Update | null> {
  return store(client, (state) => updateOf(client, state))
}

/** Returns live stats as a store. The tab is subscribed to stats while the store has subscribers. */
export function activeConnections(client: Rollcall): Readable<ActiveConnections> {
  const { subscribe } = store(client, connectionsOf)
  return {
    subscribe(run) {
      const ends = [subscribe(run), client.subscribeStats()]
      return () => ends.forEach((end) => end())
    },
  }
}

function store<T>(client: Rollcall, view: (state: RollcallState) => T): Readable<T> {
  return {
    subscribe(run) {
      const tell = (): void => run(view(client.state))
      const end = client.subscribe(tell)
      tell()
      return end
    },
  }
}
