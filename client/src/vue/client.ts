// SPDX-License-Identifier: Apache-2.0
import {
  getCurrentScope,
  hasInjectionContext,
  inject,
  onScopeDispose,
  shallowRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue'
import type { Rollcall } from '../core/client/rollcall'
import type { RollcallState } from '../core/state/rollcall-state'

/** The key under which the plugin provides the client. */
export const clientKey: InjectionKey<Rollcall> = Symbol('rollcall')

/** Whether there is no browser. Then scopes are never disposed of, so nothing may be subscribed. */
export const onServer: boolean = typeof window === 'undefined'

/**
 * Returns the given client, or that of the application.
 *
 * @throws Error where the plugin is missing
 */
export function clientOf(client: Rollcall | undefined): Rollcall {
  const found = client ?? (hasInjectionContext() ? inject(clientKey, null) : null)
  if (found !== null) return found
  throw new Error(
    'rollcall: no client (expected: app.use(rollcall({ version })) and a call in setup, or a client as argument)',
  )
}

/** Returns the client's state as a ref that is kept up to date until the current scope ends. */
export function useState(client: Rollcall): Readonly<ShallowRef<RollcallState>> {
  const state = shallowRef(client.state)
  if (!onServer) endWithScope(client.subscribe(() => (state.value = client.state)))
  return state
}

/** Calls the function when the current scope ends. */
export function endWithScope(end: () => void): void {
  if (getCurrentScope() !== undefined) onScopeDispose(end)
}
