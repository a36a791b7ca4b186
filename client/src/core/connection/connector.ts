// SPDX-License-Identifier: Apache-2.0
import { beginAttempt, type Attempt } from './attempt'
import { createConnectionStates, type WhenState } from './connection-states'
import type { ReconnectPolicy } from './reconnect-policy'
import { now, onAbort, type BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'
import type { ServerMessage } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { RollcallState, Status } from '../state/rollcall-state'
import type { Store } from '../state/store'
import { openerOf } from '../transports/openers'
import type { Tab, TransportEnd } from '../transports/transport'

/** Keeps the tab connected: it never gives up, and never floods the server with attempts. */
export interface Connector {
  /** Whether the tab is in the background, where it polls. The next attempt obeys it. */
  background: boolean
  /** Runs a task if the current state is one of these. */
  readonly when: WhenState
  /** Leaves the current state and connects as soon as the policy allows. */
  resume(): void
  /**
   * Enters the given state and stays disconnected until {@link resume}. Says goodbye where the server may not notice on
   * its own: a lease outlives its page, and so may a stream behind a proxy.
   */
  stop(status: Status): void
  /** Sends a message. Returns false when there is no connection; that message is never sent. */
  send(message: PostedMessage): boolean
  /** Checks the connection now, because the user is back; does nothing when there is none. */
  check(): void
}

/**
 * Creates a connector. It does nothing until {@link Connector.resume}.
 *
 * @param beatMillis the time between the server's signs of life, in milliseconds; 25 s by default
 * @param received called with each message
 * @param opened called when the server knows this tab, and again whenever the server takes it for a new one
 */
export function createConnector(
  browser: BrowserWindow,
  tab: Tab,
  store: Store<RollcallState>,
  policy: ReconnectPolicy,
  beatMillis = 25_000,
  received: (message: ServerMessage) => void,
  opened: () => void,
): Connector {
  const [enter, when] = createConnectionStates(store)
  let attempt: Attempt | undefined
  const ended = (end: TransportEnd): void => {
    if (end.refused) return void enter('refused')
    const millis = policy.wait(end)
    createTimer(browser, enter('waiting', null, now(browser) + millis))(millis, connect)
  }
  const connect = async (): Promise<void> => {
    const signal = enter('connecting')
    const end = (end: TransportEnd): void => void (signal.aborted || ended(end))
    try {
      const transport = await policy.choose(connector.background, signal)
      const opener = await openerOf(transport)
      if (signal.aborted) return
      onAbort(signal, () => (attempt = undefined))
      attempt = beginAttempt(browser, tab, transport, opener, beatMillis, policy, enter, signal, received, opened, end)
    } catch {
      // The browser forbids WebSockets, or the file with the other transports is gone.
      end({ blocked: true })
    }
  }
  const connector: Connector = {
    background: false,
    when,
    resume: () => ended({ excused: true }),
    stop: (status) => (when(['connecting'], policy.left), tab.leave(), enter(status)),
    send: (message) => !!attempt?.send(message),
    check: () => attempt?.check(),
  }
  return connector
}
