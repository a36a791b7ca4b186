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
import type { Rollcall } from '../core/client'
import { initialState, type RollcallState } from '../core/state'

const ClientContext: Context<Rollcall | null> = createContext<Rollcall | null>(null)

/** Props of {@link RollcallProvider}. */
export interface RollcallProviderProps {
  /** Made once, outside of components: `createRollcall({ version })`. */
  readonly client: Rollcall
  readonly children?: ReactNode
}

/** Gives the client to all below it. */
export function RollcallProvider({ client, children }: RollcallProviderProps): ReactNode {
  return createElement(ClientContext.Provider, { value: client }, children)
}

/** The client as values and functions. The functions stay the same as long as the client does. */
export interface UseRollcall {
  /** The client itself. */
  readonly client: Rollcall
  /** All that is known; a new object with each change. */
  readonly state: RollcallState
  /** Whether the server knows this tab now. */
  readonly isConnected: boolean
  /** Whether the server has another version than this tab; false until it is known. */
  readonly isOutdated: boolean
  /** The version in force on the server; null until it is known. */
  readonly serverVersion: string | null
  /** Reloads the page now. */
  reload(): void
  /** The user does not want to hear of the server's present version; the next one is told again. */
  dismiss(): void
  /**
   * Calls the listener with each version of the server that is not this tab's, and at once when there is one now, until
   * the returned function is called. For use in an effect.
   */
  onOutdated(listener: (serverVersion: string) => void): () => void
}

/**
 * Is the tab connected, is it outdated, and what to do about it.
 *
 * @param client the client; that of the provider by default
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
 * Who is here: subscribes to live stats until the component goes.
 *
 * @param client the client; that of the provider by default
 */
export function useActiveConnections(client?: Rollcall): ActiveConnections {
  const found = useClient(client)
  const state = useClientState(found)
  useEffect(() => found.subscribeStats(), [found])
  return activeConnections(state)
}

/**
 * Reports the path that the tab is on, whenever it changes: `useRoute(useLocation().pathname)`.
 *
 * @param route query and fragment are left out
 * @param client the client; that of the provider by default
 */
export function useRoute(route: string, client?: Rollcall): void {
  const found = useClient(client)
  useEffect(() => found.setRoute(route), [found, route])
}

/** The client given, or that of the provider. */
export function useClient(client?: Rollcall): Rollcall {
  const provided = useContext(ClientContext)
  const found = client ?? provided
  if (found !== null) return found
  throw new Error('rollcall: no client (expected: <RollcallProvider client={...}> above, or a client as argument)')
}

/** What a server renders, and the browser at first, so that both are the same. */
const untouched = new WeakMap<Rollcall, RollcallState>()

/** The client's state, followed. */
export function useClientState(client: Rollcall): RollcallState {
  return useSyncExternalStore(
    client.subscribe,
    () => client.state,
    () => {
      const { version, route } = client.state
      const state = untouched.get(client) ?? initialState(version, route)
      untouched.set(client, state)
      return state
    },
  )
}
