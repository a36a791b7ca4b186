// SPDX-License-Identifier: Apache-2.0
import { computed, type ComputedRef } from 'vue'
import { activeConnections, onOutdated, type ActiveConnections } from '../adapters/views'
import type { Rollcall } from '../core/client'
import type { RollcallState } from '../core/state'
import { clientOf, endWithScope, onServer, useState } from './client'

/** Live stats as refs. Without the right to see them all stay empty. */
export type ActiveConnectionsRefs = { readonly [K in keyof ActiveConnections]: ComputedRef<ActiveConnections[K]> }

/** The client as refs and functions. */
export interface UseRollcall {
  /** The client itself. */
  readonly client: Rollcall
  /** All that is known; a new object with each change. */
  readonly state: ComputedRef<RollcallState>
  /** Whether the server knows this tab now. */
  readonly isConnected: ComputedRef<boolean>
  /** Whether the server has another version than this tab; false until it is known. */
  readonly isOutdated: ComputedRef<boolean>
  /** The version in force on the server; null until it is known. */
  readonly serverVersion: ComputedRef<string | null>
  /** Reloads the page now. */
  reload(): void
  /** The user does not want to hear of the server's present version; the next one is told again. */
  dismiss(): void
  /**
   * Calls the listener with each version of the server that is not this tab's, and at once when there is one now. Ends
   * with the component; the returned function ends it sooner.
   */
  onOutdated(listener: (serverVersion: string) => void): () => void
}

/**
 * Who is here: subscribes to live stats until the component goes. Nothing is asked under server-side rendering.
 *
 * @param client the client; that of the plugin by default
 */
export function useActiveConnections(client?: Rollcall): ActiveConnectionsRefs {
  const found = clientOf(client)
  const state = useState(found)
  if (!onServer) endWithScope(found.subscribeStats())
  const view = computed(() => activeConnections(state.value))
  return {
    total: computed(() => view.value.total),
    versions: computed(() => view.value.versions),
    routes: computed(() => view.value.routes),
    connections: computed(() => view.value.connections),
    yourId: computed(() => view.value.yourId),
    authorized: computed(() => view.value.authorized),
  }
}

/**
 * Is the tab connected, is it outdated, and what to do about it.
 *
 * @param client the client; that of the plugin by default
 */
export function useRollcall(client?: Rollcall): UseRollcall {
  const found = clientOf(client)
  const state = useState(found)
  return {
    client: found,
    state: computed(() => state.value),
    isConnected: computed(() => state.value.status === 'connected'),
    isOutdated: computed(() => state.value.isOutdated),
    serverVersion: computed(() => state.value.serverVersion),
    reload: () => found.reload(),
    dismiss: () => found.dismiss(),
    onOutdated: (listener) => {
      if (onServer) return () => {}
      const stop = onOutdated(found, listener)
      endWithScope(stop)
      return stop
    },
  }
}
