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
  const ended = new AbortController()
  const listen = (target: Pick<EventTarget, 'addEventListener'>, type: string, listener: () => void): void =>
    target.addEventListener(type, listener, ended)
  listen(page, 'pagehide', connector.leave)
  listen(page, 'pageshow', connector.back)
  listen(page, 'online', () => connector.hurry(true))
  listen(document, 'visibilitychange', seen)
  listen(document, 'resume', seen)
  listen(document, 'prerenderingchange', shown)
  shown()
  return () => {
    timer?.()
    ended.abort()
    connector.stop('idle')
  }
}
