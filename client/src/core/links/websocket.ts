// SPDX-License-Identifier: Apache-2.0
import { onAbort } from '../page'
import { parseMessage } from '../protocol'
import type { OpenLink } from './link'

/** A WebSocket. The browser answers the server's ping frames by itself and hides them, so the tab asks too. */
export const openWebSocket: OpenLink = (page, session, handlers, signal) => {
  const socket = new page.WebSocket(session.open('/ws').replace(/^http/, 'ws'))
  socket.onmessage = ({ data }) => {
    handlers.alive()
    parseMessage(String(data), handlers.message)
  }
  socket.onclose = () => handlers.closed({})
  onAbort(signal, () => socket.close())
  const send = (message: object): void => socket.send(JSON.stringify(message))
  return { send, probe: () => send({ type: 'ping' }) }
}
