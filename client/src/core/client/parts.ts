// SPDX-License-Identifier: Apache-2.0
import type { RollcallOptions } from './options'
import { createReceiver } from './receiver'
import { createStatsSubscription } from './stats-subscription'
import { createTab } from './tab'
import type { BrowserWindow, Cancel } from '../browser/browser-window'
import { createConnector, type Connector } from '../connection/connector'
import { createReconnectPolicy } from '../connection/reconnect-policy'
import type { ServerMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import { createReloadMemory } from '../reload/reload-memory'
import { createReloader, type Reloader } from '../reload/reloader'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'

/** Creates the parts of a client and ties them together. Nothing happens until the connector is resumed. */
export function createParts(
  browser: BrowserWindow,
  options: RollcallOptions,
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
): [connector: Connector, reloader: Reloader, reportRoute: () => void, subscribeStats: () => Cancel] {
  const send = (message: PostedMessage): boolean => connector.send(message)
  const memory = createReloadMemory(browser)
  const tab = createTab(browser, options, store, memory, send)
  const [subscribeStats, renewStats, receivedStats] = createStatsSubscription(store, messages, send)
  const reloader = createReloader(browser, options, memory, store, send)
  const policy = createReconnectPolicy(browser, tab, options.transport)
  const received = createReceiver(browser, tab, store, messages, reloader, receivedStats, renewStats)
  const connector = createConnector(browser, tab, store, policy, options.beat, received, () => {
    memory.acknowledged()
    tab.reportRoute()
    renewStats()
  })
  return [connector, reloader, tab.reportRoute, subscribeStats]
}
