// SPDX-License-Identifier: Apache-2.0
import type { BeforeReload } from '@rollcall/client'
import {
  useActiveConnections as useActiveConnectionsOf,
  useRollcall as useRollcallOf,
  type ActiveConnectionsRefs,
  type UseRollcall,
} from '@rollcall/client/vue'
import { useNuxtApp, type NuxtApp } from 'nuxt/app'
import { computed, getCurrentScope, onScopeDispose, type ComputedRef } from 'vue'
import { outdatedChunks, servedVersion } from './site'
import type { RollcallInjection } from './plugin'
import { simulateRelease } from './simulate'

/** Chunks that this page has loaded and that another build does not have. */
export interface OutdatedChunks {
  /** The build that does not have them. */
  readonly version: string
  /** Their paths below the folder for assets. */
  readonly chunks: readonly string[]
}

/** The client as refs and functions. */
export interface UseNuxtRollcall extends UseRollcall {
  /** Whether the server has gone back to a version that was current before. */
  readonly isRollback: ComputedRef<boolean>
  /**
   * Asks the site, not the server, which build it serves.
   *
   * @returns that build if it differs from this page's; null if it is the same or unknown
   */
  checkForUpdates(): Promise<string | null>
  /**
   * Calls the listener with each version that makes this tab outdated and lacks chunks that this page has loaded. This ends
   * with the component, or when the returned function is called.
   */
  onCurrentChunksOutdated(listener: (outdated: OutdatedChunks) => void): () => void
  /**
   * Calls the listener before a reload that the server has ordered, like the client's `beforeReload`: a promise makes the
   * reload wait, `false` keeps the page until `reload()` is called. This ends with the component, or when the returned function
   * is called.
   */
  onBeforeReload(listener: BeforeReload): () => void
  /**
   * Announces a version in `nuxt dev`, where the module plays the server. Does nothing in production.
   *
   * @param version the version; a new one by default
   * @param force whether tabs reload on their own
   */
  simulateUpdate(version?: string, force?: boolean): Promise<void>
}

/** Returns whether the tab is connected and outdated, and what can be done about it. */
export function useRollcall(): UseNuxtRollcall {
  const nuxtApp = useNuxtApp()
  const { client, beforeReload } = injectionOf(nuxtApp as NuxtApp)
  const common = useRollcallOf(client)
  return {
    ...common,
    isRollback: computed(() => common.state.value.isRollback),
    checkForUpdates: () => servedVersion(nuxtApp as NuxtApp, client.state.version),
    onCurrentChunksOutdated: (listener) =>
      common.onOutdated((version) => {
        void outdatedChunks(nuxtApp as NuxtApp, version).then((chunks) => {
          if (chunks.length > 0) listener({ version, chunks })
        })
      }),
    onBeforeReload(listener) {
      const end = beforeReload.add(listener)
      if (getCurrentScope() !== undefined) onScopeDispose(end)
      return end
    },
    simulateUpdate: (version, force) => simulateRelease(nuxtApp as NuxtApp, client, version, force),
  }
}

/** Subscribes to live stats until the component is unmounted. They stay empty without the right to see them. */
export function useActiveConnections(): ActiveConnectionsRefs {
  return useActiveConnectionsOf(injectionOf(useNuxtApp() as NuxtApp).client)
}

function injectionOf(nuxtApp: NuxtApp): RollcallInjection {
  return (nuxtApp as unknown as { $rollcall: RollcallInjection }).$rollcall
}
