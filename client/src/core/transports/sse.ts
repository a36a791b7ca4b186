// SPDX-License-Identifier: Apache-2.0
import { createEventParser } from './event-stream'
import { createOutbox } from './outbox'
import { requestConnection } from './request'
import type { OpenTransport } from './transport'
import { parseJson } from '../protocol/message-parser'

/*
 * Design: fetch and a parser instead of EventSource. An EventSource reconnects on its own, after a fixed time, to the
 * address it was first given: all tabs return at the same time, with an old route. It also hides the status and
 * Retry-After, so the client could not do what the server asks.
 */

/** Opens a stream of server-sent events. The tab's own messages are sent as POSTs. */
export const openSse: OpenTransport = (browser, tab, signal, alive, received, closed) => {
  const read = async (): Promise<void> => {
    try {
      const response = await requestConnection(browser, tab, '/sse', 'text/event-stream', signal)
      if (!('body' in response)) return closed(response)
      const reader = response.body!.getReader()
      const decoder = new TextDecoder()
      const parse = createEventParser((data) => received(parseJson(data)))
      for (let chunk; !(chunk = await reader.read()).done; ) {
        alive()
        parse(decoder.decode(chunk.value, { stream: true }))
      }
    } catch {
      // The network has failed.
    }
    closed({})
  }
  void read()
  // A way around that: the next connection brings the route along.
  return createOutbox(browser, tab, signal, false, ({ type }) => {
    if (type === 'route-update') closed({ excused: true })
  })
}
