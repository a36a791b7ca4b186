// SPDX-License-Identifier: Apache-2.0
import type { Transport } from '../protocol/messages'
import type { RollcallState, Status } from '../state/rollcall-state'
import type { Store } from '../state/store'

/*
 * Design: the connection is a state machine. Its states are those of `Status`, and the store holds the current one.
 *
 *   idle, suspended, refused  --resume-->  waiting  --time-->  connecting  --opened-->  connected
 *                                             ^                     |                       |
 *                                             +------- ended -------+--------- ended -------+
 *
 * `stop` leads from every state to `idle` or `suspended`, an end with `refused` to `refused`, and `resume` from every
 * state to `waiting`. What a state has started ends with a signal, which is aborted when the state is left; `connected`
 * shares the signal of `connecting`.
 */

/** The states in which the tab is connected or connecting. */
export const ACTIVE: readonly Status[] = ['waiting', 'connecting', 'connected']

/**
 * Enters a state.
 *
 * @param transport the transport while `connected`, else null
 * @param retryAt when the next attempt begins, in milliseconds since the epoch, while `waiting`, else null
 * @returns a signal that is aborted when the state is left
 */
export type EnterState = (status: Status, transport?: Transport | null, retryAt?: number | null) => AbortSignal

/** Runs a task if the current state is one of these. */
export type WhenState = (states: readonly Status[], task: () => void) => void

/** Creates the state machine in the state that the store holds. */
export function createConnectionStates(store: Store<RollcallState>): [enter: EnterState, when: WhenState] {
  let leaving = new AbortController()
  const enter: EnterState = (status, transport = null, retryAt = null) => {
    if (!transport) {
      leaving.abort()
      leaving = new AbortController()
    }
    const { signal } = leaving
    store.set({ status, transport, retryAt })
    return signal
  }
  const when: WhenState = (states, task) => {
    if (states.includes(store.get().status)) task()
  }
  return [enter, when]
}
