// SPDX-License-Identifier: Apache-2.0
import { isOfType } from '../protocol/message-parser'
import type { ServerMessage } from '../protocol/messages'
import type { Reloader } from '../reload/reloader'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'
import type { StatsSubscription } from '../stats/stats-subscription'
import type { Tab } from '../transports/transport'

/**
 * Creates the receiver of messages: it applies them to the state and passes them on to the application's listeners.
 *
 * @param stats returns the subscription to stats; undefined until somebody has asked for them
 * @returns a function that takes a message
 */
export function createReceiver(
  tab: Tab,
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
  reloader: Reloader,
  stats: () => StatsSubscription | undefined,
): (message: ServerMessage) => void {
  return (message) => {
    if (message.type.startsWith('stats')) return stats()?.received(message)
    const { version, unchanged } = store.get()
    if (isOfType(message, 'connected')) store.set({ id: (tab.connectionId = message.connectionId).split('.')[0]! })
    if (isOfType(message, 'connected') || isOfType(message, 'version')) {
      const isOutdated = message.outdated ?? message.version !== version
      store.set({
        serverVersion: message.version,
        isOutdated,
        isRollback: !!message.rollback,
        unchanged: isOutdated ? unchanged : null,
      })
    }
    if (isOfType(message, 'version') && message.force) reloader.command(message)
    messages.notify(message)
  }
}
