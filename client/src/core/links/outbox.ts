// SPDX-License-Identifier: Apache-2.0
import { backoff, retryAfter } from '../backoff'
import { after, type Page } from '../page'
import type { ClientMessage } from '../protocol'
import type { Session } from './link'

/**
 * Sends a tab's messages as POSTs, one at a time. Of messages that replace each other (routes; asking for stats or not)
 * only the last waits. What the server could not take is sent again, after the time it names or a growing one. A server
 * that does not know acknowledgements (404) gets no more of them.
 *
 * @param signal ends it
 * @param delivered told of each message that the server has taken
 * @returns sends a message when it is its turn
 */
export function createOutbox(
  page: Page,
  session: Session,
  signal: AbortSignal,
  delivered?: (message: ClientMessage) => void,
): (message: ClientMessage) => void {
  const waiting = new Map<string, ClientMessage>()
  let busy = false
  let failures = 0
  let acknowledges = true

  /** Returns how many milliseconds to wait before it is tried again; a negative number when that is not to be. */
  const post = async ({ type, ...body }: ClientMessage): Promise<number> => {
    const answer = await page.fetch(session.url(type === 'route-update' ? '/route' : '/' + type), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ connectionId: session.id, ...body }),
      credentials: 'include',
      signal,
    })
    if (answer.status === 404 && type === 'ack') acknowledges = false
    if (answer.status !== 429 && answer.status < 500) return -1
    return Math.max(retryAfter(page, answer), backoff(page, failures++))
  }
  const next = async (): Promise<void> => {
    const [entry] = waiting
    if (busy || !entry || signal.aborted) return
    const [key, message] = entry
    waiting.delete(key)
    if (message.type === 'ack' && !acknowledges) return next()
    busy = true
    const wait = await post(message).catch(() => backoff(page, failures++))
    if (signal.aborted) return
    const goOn = (): void => {
      busy = false
      void next()
    }
    if (wait < 0) {
      failures = 0
      delivered?.(message)
      return goOn()
    }
    if (!waiting.has(key)) waiting.set(key, message)
    after(page, wait, goOn)
  }
  return (message) => {
    const key = keyOf(message)
    waiting.delete(key)
    waiting.set(key, message)
    void next()
  }
}

/** Messages with the same key replace each other. */
function keyOf(message: ClientMessage): string {
  if (message.type === 'ack') return message.command + message.state
  return message.type.slice(-5)
}
