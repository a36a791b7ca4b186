// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Environment } from './environment'

/** What happens to a page, as far as its connection is concerned. */
export interface PageHandlers {
  /** The page goes, perhaps into the back/forward cache: hold nothing, so that it may. */
  leave(): void
  /** The page is back from there. */
  back(): void
  /** Somebody looks at the page again, or it was thawed. */
  woke(): void
  /** The network is back. */
  online(): void
  /** Nobody has looked at the page for a while (true), or somebody does again (false). */
  background(inBackground: boolean): void
}

/**
 * Follows the life of the page (WHATWG HTML; Page Lifecycle). Listens to `pagehide`, never to `beforeunload` or `unload`:
 * those fire for departures that are then cancelled, and keep a page out of the back/forward cache.
 *
 * @param backgroundMillis a tab hidden for so long is in the background, in milliseconds; null: never
 */
export function followPage(environment: Environment, backgroundMillis: number | null, handlers: PageHandlers): Cancel {
  let away = false
  let timer: Cancel | null = null
  const back = (): void => {
    if (!away) return
    away = false
    handlers.back()
  }
  const seen = (): void => {
    timer?.()
    timer = null
    if (environment.hidden()) {
      if (backgroundMillis !== null) timer = environment.after(backgroundMillis, () => handlers.background(true))
      return
    }
    // A page that is looked at is not away, whatever pagehide said.
    back()
    handlers.background(false)
    handlers.woke()
  }
  const listeners = [
    environment.listen('window', 'pagehide', () => {
      away = true
      handlers.leave()
    }),
    environment.listen('window', 'pageshow', back),
    environment.listen('window', 'online', () => handlers.online()),
    environment.listen('document', 'visibilitychange', seen),
    environment.listen('document', 'resume', () => handlers.woke()),
  ]
  if (environment.hidden()) seen()
  return () => {
    timer?.()
    for (const cancel of listeners) cancel()
  }
}
