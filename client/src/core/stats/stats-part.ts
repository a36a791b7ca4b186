// SPDX-License-Identifier: Apache-2.0
import type { StatsSubscription } from './stats-subscription'
import type { BrowserWindow, Cancel } from '../browser/browser-window'
import type { ServerMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { RollcallState } from '../state/rollcall-state'
import type { Listeners, Store } from '../state/store'

/** Creates the subscription to stats. Its code is loaded when somebody asks for stats. */
export function createStatsPart(
  browser: BrowserWindow,
  store: Store<RollcallState>,
  messages: Listeners<ServerMessage>,
  send: (message: PostedMessage) => void,
): [
  /** Asks for stats until the returned function is called. */
  subscribe: () => Cancel,
  /** Returns the subscription; undefined until somebody has asked for stats. */
  current: () => StatsSubscription | undefined,
] {
  let current: StatsSubscription | undefined
  const subscribe = (): Cancel => {
    let cancel: Cancel | undefined
    let isOver = false
    void import('./stats-subscription').then((part) => {
      current ??= new part.StatsSubscription(browser, store, messages, send)
      if (!isOver) cancel = current.subscribe()
    })
    return () => {
      isOver = true
      cancel?.()
    }
  }
  return [subscribe, () => current]
}
