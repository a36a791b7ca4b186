// SPDX-License-Identifier: Apache-2.0
import type { ConnectionOptions } from './connection-options'
import { ACTIVE } from './connection-states'
import type { Connector } from './connector'
import type { BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'

/** Creates the functions that connect the tab while its page exists, and disconnect it. Without a browser they do nothing. */
export function createPageLifecycle(
  browser: BrowserWindow | undefined,
  connector: Connector,
  options: ConnectionOptions,
): [
  /** Connects, unless already done. */
  connect: () => void,
  /** Ends the connection, until `connect`. */
  disconnect: () => void,
] {
  let ended: AbortController | undefined
  const connect = (): void => {
    if (!browser || ended) return
    ended = new AbortController()
    follow(browser, connector, options, ended)
  }
  const disconnect = (): void => {
    if (!ended) return
    ended.abort()
    ended = undefined
    connector.stop('idle')
  }
  return [connect, disconnect]
}

/**
 * Connects and disconnects the tab as its page comes and goes (WHATWG HTML; Page Lifecycle). It listens to `pagehide`,
 * never to `beforeunload` or `unload`: those also fire when the user stays after all, and they keep a page out of the
 * back/forward cache. A page that nobody has seen yet, because it was prerendered or opened in the background, does not
 * connect until it is shown.
 *
 * @param ended serves as the options of the listeners, because it has a `signal`
 */
function follow(
  browser: BrowserWindow,
  connector: Connector,
  { background, backgroundAfter = 300_000 }: ConnectionOptions,
  ended: AbortController,
): void {
  const { document } = browser
  const { when, resume } = connector
  const timer = createTimer(browser, ended.signal)
  const setBackground = (inBackground: boolean): void => {
    if (inBackground === connector.background) return
    connector.background = inBackground
    when(ACTIVE, resume)
  }
  const look = (): void => {
    const isHidden = document.hidden
    timer(isHidden && background === 'poll' ? backgroundAfter : null, () => setBackground(true))
    if (isHidden) return
    setBackground(false)
    // A page that the user is looking at has not been left, whatever pagehide said.
    when(['idle', 'suspended', 'waiting'], resume)
    connector.check()
  }
  browser.addEventListener('pagehide', () => when(ACTIVE, () => connector.stop('suspended')), ended)
  browser.addEventListener('pageshow', look, ended)
  browser.addEventListener('online', () => when(ACTIVE, resume), ended)
  document.addEventListener('visibilitychange', look, ended)
  look()
}
