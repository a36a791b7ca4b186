// SPDX-License-Identifier: Apache-2.0
import type { RollcallOptions } from './options'
import { createReceiver } from './receiver'
import { createTab } from './tab'
import type { BrowserWindow, Cancel } from '../browser/browser-window'
import { createConnector, type Connector } from '../connection/connector'
import { createReconnectPolicy } from '../connection/reconnect-policy'
import type { ServerMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import { createReloadMemory } from '../reload/reload-memory'
import { createReloader, type Reloader } from '../reload/reloader'
import type { RollcallState } from '../state/rollcall-state'
import type { NoteProblem } from '../state/problems'
import type { Listeners, Store } from '../state/store'
import { createStatsPart } from '../stats/stats-part'

/** Creates the parts of a client and ties them together. Nothing happens until the connector is resumed. */
export function createParts(
  browser: BrowserWindow,
  options: RollcallOptions,
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
  note: NoteProblem,
): [connector: Connector, reloader: Reloader, reportRoute: () => void, subscribeStats: () => Cancel] {
  const send = (message: PostedMessage): boolean => connector.send(message)
  const memory = createReloadMemory(browser, options.version)
  store.set({ unchanged: memory.unchanged })
  const tab = createTab(browser, options, store, memory, note, send)
  const [subscribeStats, stats] = createStatsPart(browser, store, messages, send)
  const reloader = createReloader(browser, options, memory, store, note, send)
  const policy = createReconnectPolicy(browser, tab, options.transport)
  const received = createReceiver(tab, store, messages, reloader, stats)
  const connector = createConnector(browser, tab, store, policy, options.beat, received, () => {
    note('open')
    memory.acknowledged()
    tab.reportRoute()
    stats()?.renew()
  })
  return [connector, reloader, tab.reportRoute, subscribeStats]
}
