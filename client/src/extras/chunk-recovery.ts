// SPDX-License-Identifier: Apache-2.0
// Not used by the core: an application that does not import it does not ship it.
import { isChunkError } from './chunk-errors'
import { createHeading } from './heading'
import { createRecoveryMemory } from './recovery-memory'
import { followRouter, type ReactRouterLike, type VueRouterLike } from './routers'
import type { BrowserWindow } from '../core/browser/browser-window'
import type { Rollcall } from '../core/client/rollcall'
import { loadPage, lookAt } from '../core/reload/page'
import { createWorkerPart } from '../core/reload/worker-part'

/** The settings of {@link recoverChunks}. */
export interface ChunkRecoveryOptions {
  /**
   * The router whose navigations are followed: Vue Router, or a data router of React Router.
   *
   * @default none: the last clicked link tells where a navigation leads
   */
  readonly router?: VueRouterLike | ReactRouterLike

  /**
   * The browser's window, for tests.
   *
   * @default the global one; without one (server-side rendering) nothing happens
   */
  readonly window?: BrowserWindow
}

/** Loads the address of a navigation from the server when its code is gone. */
export interface ChunkRecovery {
  /**
   * Takes the address that a navigation leads to, from a router that is not followed; null when the navigation is over.
   */
  navigating(url: string | null): void
  /**
   * Takes an error that a router or an error boundary has caught.
   *
   * @param url the address of the navigation; by default the one that is known
   * @returns whether the address is being loaded; false if the error is another one, no navigation is under way, or the
   * address was loaded this way before
   */
  failed(error: unknown, url?: string): boolean
  /** Ends the recovery. */
  stop(): void
}

/**
 * Recovers from code that a deploy has removed: when a part of the code cannot be fetched during a navigation, the
 * target of the navigation is loaded from the server, with the new build. That happens once for each address and build,
 * so a part that is really missing causes no loop. Nothing happens while the page is not there (no network, an error),
 * or outside a navigation, where a reload could cost more than the missing part.
 */
export function recoverChunks(client: Rollcall, { router, window: given }: ChunkRecoveryOptions = {}): ChunkRecovery {
  const browser = (given ?? globalThis.window) as BrowserWindow | undefined
  if (!browser) return { navigating: () => {}, failed: () => false, stop: () => {} }
  const ended = new AbortController()
  const { signal } = ended
  const heading = createHeading(browser, signal)
  const memory = createRecoveryMemory(browser, client.state.version)
  const worker = createWorkerPart(browser)
  const load = async (url: string): Promise<void> => {
    const { missing } = await lookAt(browser, url, false, (await worker())?.fetchPage)
    if (missing || signal.aborted) memory.giveBack(url)
    else loadPage(browser, url)
  }
  const failed = (error: unknown, to: string | null = heading.get()): boolean => {
    if (!to || signal.aborted || !isChunkError(error)) return false
    const url = new URL(to, browser.location.href)
    if (url.origin !== new URL(browser.location.href).origin || !memory.take(url.href)) return false
    void load(url.href)
    return true
  }
  browser.addEventListener('vite:preloadError', (event) => failed((event as Event & { payload?: unknown }).payload), { signal })
  browser.addEventListener('unhandledrejection', ({ reason }) => failed(reason), { signal })
  browser.addEventListener('error', ({ error }) => failed(error), { signal })
  const unfollow = router && followRouter(router, heading.set, failed)
  return { navigating: heading.set, failed, stop: () => (ended.abort(), unfollow?.()) }
}
