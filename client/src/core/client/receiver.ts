// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'
import { isOfType } from '../protocol/message-parser'
import type { ServerMessage, StatsMessage } from '../protocol/messages'
import { applyDelta } from '../protocol/stats-delta'
import type { Reloader } from '../reload/reloader'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'
import type { Tab } from '../transports/transport'

/**
 * Creates what receives messages: it takes over what they say and passes them on to the application's listeners.
 *
 * @param receivedStats takes complete stats; undefined when a change was missed
 * @param renewStats asks for stats again, if anybody still wants them
 * @returns takes a message
 */
export function createReceiver(
  browser: BrowserWindow,
  tab: Tab,
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
  reloader: Reloader,
  receivedStats: (stats: StatsMessage | undefined) => void,
  renewStats: () => void,
): (message: ServerMessage) => void {
  return (message) => {
    const { version, stats } = store.get()
    if (isOfType(message, 'stats')) return receivedStats(message)
    if (isOfType(message, 'stats-delta')) return receivedStats(applyDelta(stats, message))
    if (isOfType(message, 'stats-unauthorized')) {
      store.set({ stats: null, authorized: false })
      if (message.after) browser.setTimeout(renewStats, message.after)
    }
    if (isOfType(message, 'connected')) store.set({ id: (tab.connectionId = message.connectionId).split('.')[0]! })
    if (isOfType(message, 'connected') || isOfType(message, 'version')) {
      store.set({
        serverVersion: message.version,
        isOutdated: message.outdated ?? message.version !== version,
        isRollback: !!message.rollback,
      })
    }
    if (isOfType(message, 'version') && message.force) reloader.command(message)
    messages.notify(message)
  }
}
