// SPDX-License-Identifier: Apache-2.0
import { retryAfter } from '../backoff'
import { parseMessage } from '../protocol'
import type { LinkEnd, LinkHandlers, OpenLink } from './link'
import { createOutbox } from './outbox'

/*
 * Design: fetch and a reader of our own instead of EventSource. An EventSource comes back by itself, after a fixed time,
 * to the address it was given first: all tabs at once, with a route that is long past. And it tells neither the status, nor
 * Retry-After, nor what `retry` was set to, so nothing the server asks for could be obeyed.
 */

/** Server-sent events; what the tab says goes as POSTs. */
export const openSse: OpenLink = (page, session, handlers) => {
  const abort = new AbortController()
  const outbox = createOutbox(page, session, abort.signal)
  const end: { after: number } = { after: 0 }
  const read = async (): Promise<LinkEnd> => {
    const answer = await page.fetch(session.open('/sse'), {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'include',
      signal: abort.signal,
    })
    if (answer.status === 204) return { refused: true }
    end.after = retryAfter(page, answer)
    const isStream = answer.ok && /^text\/event-stream/i.test(answer.headers.get('content-type') ?? '')
    if (isStream && answer.body) await pump(answer.body, handlers, (millis) => (end.after = millis))
    else abort.abort()
    return end
  }
  read().then(handlers.closed, () => handlers.closed(end))
  return { send: outbox, close: () => abort.abort() }
}

async function pump(
  body: ReadableStream<Uint8Array>,
  handlers: LinkHandlers,
  retry: (millis: number) => void,
): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parse = eventParser((data) => parseMessage(data, handlers.message), retry)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    handlers.alive()
    parse(decoder.decode(value, { stream: true }))
  }
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
