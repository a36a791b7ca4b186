// SPDX-License-Identifier: Apache-2.0
import type { Connector } from './connector'
import { after, type Cancel, type Page } from './page'

/**
 * Connects as long as the page is there (WHATWG HTML; Page Lifecycle). Listens to `pagehide`, never to `beforeunload` or
 * `unload`: those fire for departures that are then cancelled, and keep a page out of the back/forward cache. A page that
 * is only being prepared (prerendering) does not connect until it is shown.
 *
 * @param backgroundMillis a tab hidden for so long is in the background, in milliseconds; null: never
 * @returns what ends that, and the connection
 */
export function follow(page: Page, connector: Connector, backgroundMillis: number | null): Cancel {
  const { document } = page
  let timer: Cancel | undefined
  const seen = (): void => {
    timer?.()
    if (document.visibilityState === 'hidden') {
      if (backgroundMillis !== null) timer = after(page, backgroundMillis, () => connector.background(true))
      return
    }
    // A page that is looked at is not away, whatever pagehide said.
    connector.back()
    connector.background(false)
    connector.hurry(false)
  }
  const shown = (): void => {
    if ((document as { readonly prerendering?: boolean }).prerendering) return
    connector.start()
    seen()
  }
  // An object with a `signal`, as the listeners' options want it.
  const ended = new AbortController()
  page.addEventListener('pagehide', connector.leave, ended)
  page.addEventListener('pageshow', connector.back, ended)
  page.addEventListener('online', () => connector.hurry(true), ended)
  document.addEventListener('visibilitychange', seen, ended)
  document.addEventListener('resume', seen, ended)
  document.addEventListener('prerenderingchange', shown, ended)
  shown()
  return () => {
    timer?.()
    ended.abort()
    connector.stop('idle')
  }
}
