// SPDX-License-Identifier: Apache-2.0
import { createRollcall, type StatsMessage, type Transport } from '@rollcall/client'
import { computed, onScopeDispose, type ComputedRef, type ShallowRef } from 'vue'
import type { AdminApi } from '../../api/admin'
import { StreamConnection, type CreateClient } from './streamConnection'
import { StreamState, type Phase, type TransportCounts } from './streamState'

/** The stats, live. */
export interface StatsStream {
  readonly phase: ComputedRef<Phase>
  /** The latest stats; they stay while the connection is lost. */
  readonly stats: Readonly<ShallowRef<StatsMessage | null>>
  /** Null if the server does not report them. */
  readonly transports: Readonly<ShallowRef<TransportCounts | null>>
  /** The current version; null until it is known. */
  readonly currentVersion: ComputedRef<string | null>
  /** The transport of this page's own connection. */
  readonly transport: ComputedRef<Transport | null>
  /** When the connection was lost, in milliseconds since the epoch; null while there is one. */
  readonly lostSince: Readonly<ShallowRef<number | null>>
  /** When the next attempt begins, in milliseconds since the epoch. */
  readonly retryAt: ComputedRef<number | null>
  /** Why there are no stats yet; null when there is nothing to say. */
  readonly problem: Readonly<ShallowRef<string | null>>
  /** Returns the server's time, as close as it is known, in milliseconds since the epoch. */
  serverTime(): number
  /**
   * Calls the listener when data that the stream does not carry may have changed, until the scope ends: after a version was
   * announced, and when the connection is back.
   */
  onRefetch(listener: () => void): void
  /** Connects now instead of later. */
  retry(): void
}

/** Follows the stats until the scope ends. */
export function useStatsStream(api: AdminApi, create: CreateClient = createRollcall): StatsStream {
  const listeners = new Set<() => void>()
  const state = new StreamState(() => {
    for (const listener of listeners) listener()
  })
  const connection = new StreamConnection(api, create, state)
  onScopeDispose(() => connection.dispose())
  void connection.start()

  return {
    phase: state.phase,
    stats: state.stats,
    transports: state.transports,
    currentVersion: computed(() => state.stats.value?.current ?? state.client.value?.serverVersion ?? null),
    transport: computed(() => state.client.value?.transport ?? null),
    lostSince: state.lostSince,
    retryAt: computed(() => state.client.value?.retryAt ?? null),
    problem: state.problem,
    serverTime: () => state.serverTime(),
    onRefetch: (listener) => {
      listeners.add(listener)
      onScopeDispose(() => listeners.delete(listener))
    },
    retry: () => connection.retry(),
  }
}
