// SPDX-License-Identifier: Apache-2.0
import type { Cancel } from '../browser/browser-window'
import type { ServerMessage, StatsMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'

/** Creates the tab's subscription to stats, which all parts of the application share. */
export function createStatsSubscription(
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
  send: (message: PostedMessage) => void,
): [
  /** Asks for stats until the returned function is called. The last one to leave ends the subscription. */
  subscribe: () => Cancel,
  /** Asks again, over a new connection. */
  renew: () => void,
  /** Takes stats that have arrived; undefined when a change was missed, so that complete ones are needed. */
  received: (stats: StatsMessage | undefined) => void,
] {
  const users = new Set<object>()
  /** Whether complete stats have been asked for: then changes to earlier ones are of no use. */
  let requested = false
  const request = (): void => {
    requested = true
    send({ type: 'subscribe-stats', delta: true })
  }
  const subscribe = (): Cancel => {
    const user = {}
    users.add(user)
    request()
    return () => {
      if (users.delete(user) && !users.size) {
        send({ type: 'unsubscribe-stats' })
        store.set({ stats: null, authorized: null })
      }
    }
  }
  const renew = (): void => {
    if (users.size) request()
  }
  const received = (stats: StatsMessage | undefined): void => {
    if (!users.size) return
    if (stats) {
      requested = false
      store.set({ stats, authorized: true })
      messages.notify(stats)
    } else if (!requested) request()
  }
  return [subscribe, renew, received]
}
