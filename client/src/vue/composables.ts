// SPDX-License-Identifier: Apache-2.0
import { computed, type ComputedRef } from 'vue'
import { activeConnections, onOutdated, type ActiveConnections } from '../adapters/views'
import type { Rollcall } from '../core/client/rollcall'
import type { RollcallState } from '../core/state/rollcall-state'
import { clientOf, endWithScope, onServer, useState } from './client'

/** Live stats as refs. They stay empty without the right to see stats. */
export type ActiveConnectionsRefs = { readonly [K in keyof ActiveConnections]: ComputedRef<ActiveConnections[K]> }

/** The client as refs and functions. */
export interface UseRollcall {
  /** The client itself. */
  readonly client: Rollcall
  /** Everything the client knows; a new object with each change. */
  readonly state: ComputedRef<RollcallState>
  /** Whether the server knows this tab now. */
  readonly isConnected: ComputedRef<boolean>
  /** Whether this tab's version is behind the server's current one; false until it is known. */
  readonly isOutdated: ComputedRef<boolean>
  /** The server's current version; null until it is known. */
  readonly serverVersion: ComputedRef<string | null>
  /** Reloads the page now. */
  reload(): void
  /** Hides the server's current version from the user; the next version is shown again. */
  dismiss(): void
  /**
   * Calls the listener with each server version that makes this tab outdated, and immediately if there is one now. This
   * ends with the component, or when the returned function is called.
   */
  onOutdated(listener: (serverVersion: string) => void): () => void
}

/**
 * Subscribes to live stats until the component is unmounted. Does nothing under server-side rendering.
 *
 * @param client the client; by default the plugin's
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
 * Returns whether the tab is connected and outdated, and what can be done about it.
 *
 * @param client the client; by default the plugin's
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
