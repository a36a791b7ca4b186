// SPDX-License-Identifier: Apache-2.0
import type { RollcallOptions } from './options'
import { now, type BrowserWindow } from '../browser/browser-window'
import type { PostedMessage } from '../protocol/posted-message'
import type { ReloadMemory } from '../reload/reload-memory'
import type { NoteProblem } from '../state/problems'
import type { RollcallState } from '../state/rollcall-state'
import type { Store } from '../state/store'
import type { Tab } from '../transports/transport'

/** This tab, and what the server knows about it. */
export interface ReportingTab extends Tab {
  /** Sends the route, unless the server knows it. */
  reportRoute(): void
}

/** Creates the tab. */
export function createTab(
  browser: BrowserWindow,
  { url = '/__skew', observe }: RollcallOptions,
  store: Store<RollcallState>,
  memory: ReloadMemory,
  note: NoteProblem,
  send: (message: PostedMessage) => boolean,
): ReportingTab {
  /** The route and group that this connection has reported to the server. */
  let known: string | undefined
  const [connectionId, misses] = memory.left ?? []
  const tab: ReportingTab = {
    connectionId,
    // At most one, which leads to the next transport: many misses say more about the server than about the way to it.
    misses: misses ? 1 : 0,
    note,
    leave: () => {
      memory.leave([tab.connectionId, tab.misses])
      // On a WebSocket, closing it is the goodbye.
      if (store.get().transport !== 'websocket') browser.navigator.sendBeacon(tab.url('/leave'), tab.connectionId)
    },
    url: (path) => new URL(url.replace(/\/*$/, path), browser.location.href).href,
    openingUrl: (path) => {
      const { version, route, group } = store.get()
      known = route + group
      const query = Object.entries({ version, route, group, resume: tab.connectionId, command: memory.last(), unchanged: memory.unchanged, observe,
        // By the wall clock: the other one stands still while the computer sleeps.
        age: now(browser) - browser.performance.timeOrigin })
      return tab.url(path) + '?' + new URLSearchParams(query.filter(([, value]) => value) as string[][])
    },
    reportRoute: () => {
      const { route, group } = store.get()
      if (route + group !== known && send({ type: 'route-update', route, ...(group && { group }) })) known = route + group
    },
  }
  return tab
}
