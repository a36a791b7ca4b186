// SPDX-License-Identifier: Apache-2.0
import { getCurrentScope, hasInjectionContext, inject, onScopeDispose, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Rollcall } from '../core/client'
import type { RollcallState } from '../core/state'

/** Where the plugin puts the client. */
export const clientKey: InjectionKey<Rollcall> = Symbol('rollcall')

/** Whether there is no browser: then nobody ever disposes of a scope, so nothing may be subscribed. */
export const onServer: boolean = typeof window === 'undefined'

/**
 * The client of the application.
 *
 * @throws Error where the plugin is missing
 */
export function clientOf(client: Rollcall | undefined): Rollcall {
  const found = client ?? (hasInjectionContext() ? inject(clientKey, null) : null)
  if (found !== null) return found
  throw new Error('rollcall: no client (expected: app.use(rollcall({ version })), called in setup; or a client as argument)')
}

/** The client's state, followed as long as the present scope lasts. */
export function useState(client: Rollcall): Readonly<ShallowRef<RollcallState>> {
  const state = shallowRef(client.state)
  if (!onServer) endWithScope(client.subscribe(() => (state.value = client.state)))
  return state
}

/** Calls the function when the present scope ends. */
export function endWithScope(end: () => void): void {
  if (getCurrentScope() !== undefined) onScopeDispose(end)
}
