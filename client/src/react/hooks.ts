// SPDX-License-Identifier: Apache-2.0
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type Context,
  type ReactNode,
} from 'react'
import { activeConnections, onOutdated, type ActiveConnections } from '../adapters/views'
import type { Rollcall } from '../core/client/rollcall'
import type { RollcallState } from '../core/state/rollcall-state'

const ClientContext: Context<Rollcall | null> = createContext<Rollcall | null>(null)

/** The props of {@link RollcallProvider}. */
export interface RollcallProviderProps {
  /** The client, created once, outside of components: `createRollcall({ version })`. */
  readonly client: Rollcall
  readonly children?: ReactNode
}

/** Provides the client to all components below it. */
export function RollcallProvider({ client, children }: RollcallProviderProps): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children)
}

/** The client as values and functions. The functions stay the same while the client does. */
export interface UseRollcall {
  /** The client itself. */
  readonly client: Rollcall
  /** Everything the client knows; a new object with each change. */
  readonly state: RollcallState
  /** Whether the server knows this tab now. */
  readonly isConnected: boolean
  /** Whether this tab's version is behind the server's current one; false until it is known. */
  readonly isOutdated: boolean
  /** The server's current version; null until it is known. */
  readonly serverVersion: string | null
  /** Reloads the page now. */
  reload(): void
  /** Hides the server's current version from the user; the next version is shown again. */
  dismiss(): void
  /**
   * Calls the listener with each server version that makes this tab outdated, and immediately if there is one now,
   * until the returned function is called. For use in an effect.
   */
  onOutdated(listener: (serverVersion: string) => void): () => void
}

/**
 * Returns whether the tab is connected and outdated, and what can be done about it.
 *
 * @param client the client; by default the provider's
 */
export function useRollcall(client?: Rollcall): UseRollcall {
  const found = useClient(client)
  const state = useClientState(found)
  const functions = useMemo(
    () => ({
      reload: () => found.reload(),
      dismiss: () => found.dismiss(),
      onOutdated: (listener: (serverVersion: string) => void) => onOutdated(found, listener),
    }),
    [found],
  )
  const { status, isOutdated, serverVersion } = state
  return { client: found, state, isConnected: status === 'connected', isOutdated, serverVersion, ...functions }
}

/**
 * Subscribes to live stats until the component is unmounted.
 *
 * @param client the client; by default the provider's
 */
export function useActiveConnections(client?: Rollcall): ActiveConnections {
  const found = useClient(client)
  const state = useClientState(found)
  useEffect(() => found.subscribeStats(), [found])
  return activeConnections(state)
}

/**
 * Reports the tab's path whenever it changes: `useRoute(useLocation().pathname)`, or with a base path
 * `useRoute(useHref(useLocation()))`.
 *
 * @param route the path; query and fragment are left out
 * @param client the client; by default the provider's
 * @param group the pattern that the server counts the route under; none by default
 */
export function useRoute(route: string, client?: Rollcall, group: string | null = null): void {
  const found = useClient(client)
  useEffect(() => found.setRoute(route, group), [found, route, group])
}

/** Returns the given client, or the provider's. */
export function useClient(client?: Rollcall): Rollcall {
  const provided = useContext(ClientContext)
  const found = client ?? provided
  if (found !== null) return found
  throw new Error('rollcall: no client (expected: <RollcallProvider client={...}> above, or a client as argument)')
}

/** Returns the client's state, and renders the component again with each change. */
export function useClientState(client: Rollcall): RollcallState {
  return useSyncExternalStore(
    client.subscribe,
    () => client.state,
    // The server renders this, and so does the browser at first, so that both agree.
    () => client.initial,
  )
}
