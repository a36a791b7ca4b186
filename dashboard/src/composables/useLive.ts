// SPDX-License-Identifier: Apache-2.0
import { createRollcall, type Rollcall, type RollcallOptions, type RollcallState, type ServerMessage, type StatsMessage, type Transport } from '@rollcall/client'
import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Admin } from '../api/admin'

/** Until the version in force is known it is asked for so often, in milliseconds. */
const AGAIN_MILLIS = 5_000

/**
 * - `connecting`: no stats yet
 * - `live`: stats come
 * - `lost`: stats came once; what is shown is old
 * - `forbidden`: the server does not let this session see stats
 * - `refused`: the server takes this browser for a bot
 */
export type Phase = 'connecting' | 'live' | 'lost' | 'forbidden' | 'refused'

/** Tabs by transport. */
export type Transports = Readonly<Record<Transport, number>>

/** The stats stream. */
export interface Live {
  readonly phase: ComputedRef<Phase>
  /** The latest; kept while the connection is lost. */
  readonly stats: Readonly<ShallowRef<StatsMessage | null>>
  /** Null where the server does not say. */
  readonly transports: Readonly<ShallowRef<Transports | null>>
  /** The version in force; null until it is known. */
  readonly current: ComputedRef<string | null>
  /** How this page's own connection travels. */
  readonly transport: ComputedRef<Transport | null>
  /** When the connection was lost, in milliseconds since the epoch; null when it is there. */
  readonly lostSince: Readonly<ShallowRef<number | null>>
  /** When the next attempt begins, in milliseconds since the epoch. */
  readonly retryAt: ComputedRef<number | null>
  /** Why nothing comes yet; null when there is nothing to say. */
  readonly problem: Readonly<ShallowRef<string | null>>
  /** The server's clock, as near as can be told, in milliseconds since the epoch. */
  now(): number
  /** Calls the listener when a version is announced and when the connection is back, as long as the scope lasts. */
  onNews(listener: () => void): void
  /** Connects now instead of later. */
  retry(): void
}

/**
 * Follows the live stats until the scope ends.
 *
 * This page is a tab like any other. A tab of another version than the one in force would count as outdated, so the page
 * always names the version in force, and connects anew when that changes.
 */
export function useLive(admin: Admin, create: (options: RollcallOptions) => Rollcall = createRollcall): Live {
  const state = shallowRef<RollcallState | null>(null)
  const stats = shallowRef<StatsMessage | null>(null)
  const transports = shallowRef<Transports | null>(null)
  const lostSince = shallowRef<number | null>(null)
  const problem = shallowRef<string | null>(null)
  const listeners = new Set<() => void>()
  let client: Rollcall | null = null
  let wasConnected = false
  /** Whether the client has begun to connect; it may wait before, which is no loss. */
  let tried = false
  let skew = 0
  let ended = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function open(version: string): void {
    close()
    // A reload would take away what somebody is reading; the page asks for nothing that a reload would renew.
    const opened = create({ version, url: admin.base, autoConnect: false, beforeReload: () => false })
    client = opened
    wasConnected = false
    tried = false
    opened.subscribe(() => opened === client && follow(opened.state))
    opened.on('message', (message) => opened === client && read(message))
    opened.subscribeStats()
    opened.connect()
  }

  /** The client is let go of first: what it says while it ends is not for us. */
  function close(): void {
    const before = client
    client = null
    before?.disconnect()
  }

  function follow(next: RollcallState): void {
    state.value = next
    if (next.stats !== null) stats.value = next.stats
    if (next.authorized === false) stats.value = null
    const connected = next.status === 'connected'
    if (connected) lostSince.value = null
    else if (next.status === 'waiting' && tried && stats.value !== null) lostSince.value ??= Date.now()
    if (connected && !wasConnected) tell()
    wasConnected = connected
    tried ||= next.status !== 'waiting'
    if (next.isOutdated && next.serverVersion !== null) open(next.serverVersion)
  }

  function read(message: ServerMessage): void {
    if (message.type === 'connected' && typeof message['timestamp'] === 'number') skew = message['timestamp'] - Date.now()
    if ('transports' in message) transports.value = message['transports'] as Transports
    if (message.type === 'version') tell()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  async function start(): Promise<void> {
    try {
      const { current } = await admin.releases()
      if (ended) return
      problem.value = null
      open(current)
    } catch (error) {
      if (ended) return
      problem.value = error instanceof Error ? error.message : String(error)
      timer = setTimeout(() => void start(), AGAIN_MILLIS)
    }
  }

  function retry(): void {
    clearTimeout(timer)
    if (client === null) return void start()
    open(client.state.serverVersion ?? client.state.version)
  }

  onScopeDispose(() => {
    ended = true
    clearTimeout(timer)
    close()
  })
  void start()

  return {
    phase: computed(() => phaseOf(state.value, stats.value, lostSince.value)),
    stats,
    transports,
    current: computed(() => stats.value?.current ?? state.value?.serverVersion ?? null),
    transport: computed(() => state.value?.transport ?? null),
    lostSince,
    retryAt: computed(() => state.value?.retryAt ?? null),
    problem,
    now: () => Date.now() + skew,
    onNews: (listener) => {
      listeners.add(listener)
      onScopeDispose(() => listeners.delete(listener))
    },
    retry,
  }
}

function phaseOf(state: RollcallState | null, stats: StatsMessage | null, lostSince: number | null): Phase {
  if (state?.status === 'refused') return 'refused'
  if (state?.authorized === false) return 'forbidden'
  if (stats === null) return 'connecting'
  return lostSince === null ? 'live' : 'lost'
}
