// SPDX-License-Identifier: Apache-2.0
import {
  getCurrentInstance,
  getCurrentScope,
  hasInjectionContext,
  inject,
  onMounted,
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
 * Returns the given client, or the application's.
 *
 * @throws Error if the plugin is missing
 */
export function clientOf(client: Rollcall | undefined): Rollcall {
  const found = client ?? (hasInjectionContext() ? inject(clientKey, null) : null)
  if (found !== null) return found
  throw new Error(
    'rollcall: no client (expected: app.use(rollcall({ version })) and a call in setup, or a client as argument)',
  )
}

/**
 * Returns the client's state as a ref that is kept up to date until the current scope ends. A component that hydrates
 * begins with the state that the server rendered.
 */
export function useState(client: Rollcall): Readonly<ShallowRef<RollcallState>> {
  if (onServer) return shallowRef(client.initial)
  const state = shallowRef(client.state)
  const follow = (): void => endWithScope(client.subscribe(() => (state.value = client.state)))
  // Vue gives a component its element before its setup only when it hydrates.
  if (!getCurrentInstance()?.vnode.el) follow()
  else {
    const scope = getCurrentScope()
    state.value = client.initial
    onMounted(() => {
      state.value = client.state
      scope?.run(follow)
    })
  }
  return state
}

/** Calls the function when the current scope ends. */
export function endWithScope(end: () => void): void {
  if (getCurrentScope() !== undefined) onScopeDispose(end)
}
