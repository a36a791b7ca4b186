// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment'
import { once, receive, type Link, type LinkHandlers, type Session } from './link'

/** RFC 6455 section 7.4.1: all is well. */
const NORMAL = 1000

/** The same tab opened another connection with our id: ours is of no use for `resume` any more. */
const REPLACED = 4409

/** A WebSocket. The browser answers the server's ping frames by itself and hides them, so the tab asks too. */
export function openWebSocket(environment: Environment, session: Session, handlers: LinkHandlers): Link {
  if (environment.openSocket === null) throw new Error('WebSocket: missing (expected: a browser that has it)')
  const socket = environment.openSocket(session.open('/ws', true).replace(/^http/, 'ws'))
  const silence = (): void => {
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
  }
  const guard = once(handlers, silence)
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') receive(session, guard, data)
  }
  socket.onclose = ({ code }) => {
    if (code === REPLACED) session.id = null
    guard.closed({})
  }
  const send = (message: object): void => socket.send(JSON.stringify(message))
  return {
    transport: 'websocket',
    send,
    probe: () => send({ type: 'ping' }),
    close: () => {
      silence()
      // A handler stays: some libraries throw when an error finds none. Closing a socket that never opened is one.
      socket.onerror = () => {}
      socket.close(NORMAL)
    },
  }
}
