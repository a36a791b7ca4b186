// SPDX-License-Identifier: Apache-2.0
import type { RollcallState, ServerMessage, StatsMessage, Transport } from '@rollcall/client'
import { computed, shallowRef } from 'vue'

/**
 * The phase of the stats stream.
 *
 * - `connecting`: no stats yet
 * - `live`: stats arrive
 * - `lost`: stats arrived earlier; those shown are old
 * - `forbidden`: the session may not see stats
 * - `refused`: the server takes this browser for a bot
 */
export type Phase = 'connecting' | 'live' | 'lost' | 'forbidden' | 'refused'

/** The number of tabs by transport. */
export type TransportCounts = Readonly<Record<Transport, number>>

/** What the stats stream has brought so far. It outlives the connections that bring it. */
export class StreamState {
  readonly client = shallowRef<RollcallState | null>(null)
  readonly stats = shallowRef<StatsMessage | null>(null)
  readonly transports = shallowRef<TransportCounts | null>(null)
  readonly lostSince = shallowRef<number | null>(null)
  readonly problem = shallowRef<string | null>(null)
  readonly phase = computed(() => phaseOf(this.client.value, this.stats.value, this.lostSince.value))
  readonly #refetch: () => void
  #connected = false
  /** Whether the connection has tried to open. Waiting before that does not count as lost. */
  #attempted = false
  #clockSkew = 0

  /** @param refetch called when data that the stream does not carry may have changed */
  constructor(refetch: () => void) {
    this.#refetch = refetch
  }

  /** Begins a new connection. */
  begin(): void {
    this.problem.value = null
    this.#connected = false
    this.#attempted = false
  }

  /** Takes over a new state of the connection. */
  follow(next: RollcallState): void {
    this.client.value = next
    const current = this.stats.value?.current
    if (next.stats !== null) this.stats.value = next.stats
    // An observer is not notified of versions, but sees in the stats that one was announced.
    if (current !== undefined && this.stats.value?.current !== current) this.#refetch()
    if (next.authorized === false) this.stats.value = null
    const connected = next.status === 'connected'
    if (connected) this.lostSince.value = null
    else if (next.status === 'waiting' && this.#attempted && this.stats.value !== null) this.lostSince.value ??= Date.now()
    if (connected && !this.#connected) this.#refetch()
    this.#connected = connected
    this.#attempted ||= next.status !== 'waiting'
  }

  /** Takes over the parts of a message that are not in the state. */
  receive(message: ServerMessage): void {
    if (message.type === 'connected' && typeof message['timestamp'] === 'number') this.#clockSkew = message['timestamp'] - Date.now()
    if ('transports' in message) this.transports.value = message['transports'] as TransportCounts
    if (message.type === 'version') this.#refetch()
  }

  /** Returns the server's time, as close as it is known, in milliseconds since the epoch. */
  serverTime(): number {
    return Date.now() + this.#clockSkew
  }
}

function phaseOf(client: RollcallState | null, stats: StatsMessage | null, lostSince: number | null): Phase {
  if (client?.status === 'refused') return 'refused'
  if (client?.authorized === false) return 'forbidden'
  if (stats === null) return 'connecting'
  return lostSince === null ? 'live' : 'lost'
}
