// SPDX-License-Identifier: Apache-2.0
import type { OpenTransport } from './transport'
import { onAbort } from '../browser/browser-window'
import { parseJson } from '../protocol/message-parser'

/** Opens a WebSocket. */
export const openWebSocket: OpenTransport = (browser, tab, signal, alive, received, closed) => {
  const socket = new browser.WebSocket(tab.openingUrl('/ws').replace(/^http/, 'ws'))
  socket.onmessage = ({ data }) => {
    alive()
    received(parseJson(String(data)))
  }
  socket.onclose = () => closed({})
  // If the page's policy forbids the address, Chromium reports an error and never closes.
  socket.onerror = () => browser.setTimeout(() => closed({ blocked: true }))
  onAbort(signal, () => socket.close())
  return (message) => socket.send(JSON.stringify(message))
}
