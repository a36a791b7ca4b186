// SPDX-License-Identifier: Apache-2.0
import { retryAfter } from '../backoff'
import type { Environment } from '../environment'
import { EventParser } from './events'
import { once, receive, type Link, type LinkEnd, type LinkHandlers, type Session } from './link'
import { Outbox } from './outbox'

/*
 * Design: fetch and a reader of our own instead of EventSource. An EventSource comes back by itself, after a fixed time,
 * to the address it was given first: all tabs at once, with a route that is long past. And it tells neither the status, nor
 * Retry-After, nor what `retry` was set to, so nothing the server asks for could be obeyed.
 */

/** Server-sent events; what the tab says goes as POSTs. */
export function openSse(environment: Environment, session: Session, handlers: LinkHandlers): Link {
  const abort = new AbortController()
  const outbox = new Outbox(environment, session)
  const close = (): void => {
    outbox.close()
    abort.abort()
  }
  const guard = once(handlers, close)
  const parser = new EventParser((data) => {
    if (!abort.signal.aborted) receive(session, guard, data)
  })
  const read = async (): Promise<LinkEnd> => {
    const answer = await environment.fetch(session.open('/sse', true), {
      headers: { accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'include',
      signal: abort.signal,
    })
    if (answer.status === 204) return { refused: true }
    if (!isStream(answer)) {
      await answer.body?.cancel()
      return { after: retryAfter(answer.headers.get('retry-after'), environment.now()) }
    }
    await pump(answer.body, parser, guard)
    return { after: parser.retry }
  }
  read().then(
    (end) => abort.signal.aborted || guard.closed(end),
    () => abort.signal.aborted || guard.closed({ after: parser.retry }),
  )
  return { transport: 'sse', send: (message) => outbox.send(message), probe: null, close }
}

type StreamAnswer = Response & { readonly body: ReadableStream<Uint8Array> }

function isStream(answer: Response): answer is StreamAnswer {
  const type = answer.headers.get('content-type') ?? ''
  return answer.status === 200 && answer.body !== null && /^text\/event-stream\b/i.test(type)
}

async function pump(body: ReadableStream<Uint8Array>, parser: EventParser, handlers: LinkHandlers): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    handlers.alive()
    parser.push(decoder.decode(value, { stream: true }))
  }
}
