// SPDX-License-Identifier: Apache-2.0
import { parseMessage } from '../protocol'
import { request, type LinkEnd, type OpenLink } from './link'
import { createOutbox } from './outbox'

/*
 * Design: fetch and a reader of our own instead of EventSource. An EventSource comes back by itself, after a fixed time,
 * to the address it was given first: all tabs at once, with a route that is long past. And it tells neither the status, nor
 * Retry-After, nor what `retry` was set to, so nothing the server asks for could be obeyed.
 */

/** Server-sent events; what the tab says goes as POSTs. */
export const openSse: OpenLink = (page, session, handlers, signal) => {
  let retry = 0
  const read = async (): Promise<LinkEnd> => {
    const answer = await request(page, session.open('/sse'), 'text/event-stream', signal)
    if (!('body' in answer)) return answer
    const reader = answer.body!.getReader()
    const decoder = new TextDecoder()
    const parse = eventParser(
      (data) => parseMessage(data, handlers.message),
      (millis) => (retry = millis),
    )
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { after: retry }
      handlers.alive()
      parse(decoder.decode(value, { stream: true }))
    }
  }
  read().then(handlers.closed, () => handlers.closed({ after: retry }))
  return { send: createOutbox(page, session, signal) }
}

/**
 * Reads an event stream (HTML Standard, section 9.2.6): joins `data` lines, takes `retry`, ignores comments and the rest.
 *
 * @param event told the data of each event
 * @param retry told the milliseconds that the server set
 * @returns takes the stream's text, in pieces of any size
 */
export function eventParser(event: (data: string) => void, retry: (millis: number) => void): (piece: string) => void {
  let rest = ''
  let data: string[] = []
  const take = (line: string): void => {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?/.exec(line) ?? []
    if (field === 'data') data.push(value)
    if (field === 'retry' && /^\d+$/.test(value)) retry(Number(value))
    if (line || !data.length) return
    event(data.join('\n'))
    data = []
  }
  return (piece) => {
    // A CR at the very end may be half of a line's end: it waits for the next piece.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    lines.forEach(take)
  }
}
