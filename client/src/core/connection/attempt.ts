// SPDX-License-Identifier: Apache-2.0
import type { EnterState } from './connection-states'
import type { ReconnectPolicy } from './reconnect-policy'
import { createWatchdog, type Watchdog } from './watchdog'
import { tryTo, type BrowserWindow } from '../browser/browser-window'
import { createTimer } from '../browser/timer'
import { isMessage, isOfType } from '../protocol/message-parser'
import type { ClientMessage, ServerMessage, Transport } from '../protocol/messages'
import type { PostedMessage } from '../protocol/posted-message'
import type { OpenTransport, Tab, TransportEnd } from '../transports/transport'

/** An attempt without `connected` after this time has failed, in milliseconds: some proxies hold streams back. */
const CONNECT_MILLIS = 10_000

/**
 * The same for a WebSocket while nothing has failed, in milliseconds: some proxies take the upgrade and never answer,
 * and most visitors would leave before the tab tried something else. Later attempts wait longer, because beginning
 * again does not make a slow server or network faster.
 */
const UPGRADE_MILLIS = 2_000

/** An attempt to connect, and the connection that follows. */
export interface Attempt {
  /** Sends a message; returns false before there is a connection. */
  send(message: PostedMessage): boolean
  /** Checks the connection now, because the user is back. */
  check(): void
}

/**
 * Begins an attempt. When the server knows this tab, the state becomes `connected`.
 *
 * @param beatMillis the time between the server's signs of life, in milliseconds
 * @param signal ends the attempt
 * @param received called with each message
 * @param opened called when the server knows this tab, and again whenever the server takes it for a new one
 * @param ended called when the attempt ends on its own
 * @throws DOMException when the browser forbids the transport
 */
export function beginAttempt(
  browser: BrowserWindow,
  tab: Tab,
  transport: Transport,
  opener: OpenTransport,
  beatMillis: number,
  policy: ReconnectPolicy,
  enter: EnterState,
  signal: AbortSignal,
  received: (message: ServerMessage) => void,
  opened: () => void,
  ended: (end: TransportEnd) => void,
): Attempt {
  let isOpen = false
  let watchdog: Watchdog | undefined
  const open = (): void => {
    if (!isOpen) {
      isOpen = true
      policy.opened(signal)
      if (transport !== 'polling') watchdog = createWatchdog(browser, beatMillis, probe, ended, signal)
      enter('connected', transport)
    }
    opened()
  }
  const alive = async (): Promise<void> => {
    watchdog?.alive()
    if (transport !== 'polling' || signal.aborted) return
    // A renewed lease does not send `connected` again.
    if (!isOpen) open()
    else if (await policy.better()) ended({ excused: true })
  }
  const message = (message: unknown): void => {
    if (signal.aborted || !isMessage(message)) return
    tryTo(() => received(message), browser)
    if (signal.aborted) return
    if (isOfType(message, 'connected')) open()
    if (isOfType(message, 'reconnect')) ended({ after: message.after, excused: true })
  }
  createTimer(browser, signal)(transport === 'websocket' && !tab.misses ? UPGRADE_MILLIS : CONNECT_MILLIS, () => isOpen || ended({}))
  const send = opener(browser, tab, signal, alive, message, ended) as (message: ClientMessage) => void
  // A WebSocket hides the server's ping frames, which the browser answers on its own.
  const probe = transport === 'websocket' ? () => send({ type: 'ping' }) : undefined
  return { send: (message) => (isOpen && send(message), isOpen), check: () => watchdog?.check() }
}
