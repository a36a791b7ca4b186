// SPDX-License-Identifier: Apache-2.0
import { problemOf } from './answers'
import type { Tab } from './transport'
import type { BrowserWindow } from '../browser/browser-window'
import { backoff, retryAfter } from '../browser/retry'
import { createTimer } from '../browser/timer'
import type { PostedMessage } from '../protocol/posted-message'

/**
 * Creates a queue that sends a tab's messages as POSTs, one at a time. A message replaces a waiting one with the same
 * {@link replacementKey}. A message that the server could not take is sent again, after the time that the server names
 * or a growing one.
 *
 * @param signal ends the queue
 * @param isLease whether the tab polls: the server may then have forgotten it, which the next poll mends
 * @param refused called with each message that is not taken and would not be if sent again
 * @param delivered called with each message that need not be sent again
 * @returns a function that adds a message to the queue
 */
export function createOutbox(
  browser: BrowserWindow,
  tab: Tab,
  signal: AbortSignal,
  isLease: boolean,
  refused: (message: PostedMessage) => void,
  delivered?: (message: PostedMessage) => void,
): (message: PostedMessage) => void {
  const waiting = new Map<string, PostedMessage>()
  const deliver = createDelivery(browser, tab, signal, isLease, refused)
  const timer = createTimer(browser, signal)
  let busy = false
  return async (message) => {
    const key = replacementKey(message)
    waiting.delete(key)
    waiting.set(key, message)
    if (busy) return
    busy = true
    // The loop also reaches entries that are added while it runs.
    for (const [key, message] of waiting) {
      waiting.delete(key)
      const wait = await deliver(message)
      if (signal.aborted) return
      if (wait && !waiting.has(key)) waiting.set(key, message)
      if (wait) await new Promise<void>((resolve) => timer(wait, resolve))
      else delivered?.(message)
    }
    busy = false
  }
}

/**
 * Creates the function that sends one message once. It sends no more acknowledgements to a server that answers one with
 * 404, because that server does not know them.
 *
 * @returns a function that sends a message and returns how long to wait before sending it again, in milliseconds, or 0
 * when it is done
 */
function createDelivery(
  browser: BrowserWindow,
  tab: Tab,
  signal: AbortSignal,
  isLease: boolean,
  refused: (message: PostedMessage) => void,
): (message: PostedMessage) => Promise<number> {
  let failures = 0
  let acknowledges = true
  return async (message) => {
    const isAck = message.type === 'ack'
    if (isAck && !acknowledges) return 0
    const response = await post(browser, tab, message, signal).catch(() => undefined)
    const status = response?.status ?? 503
    if (status === 429 || status > 499) return Math.max(1, retryAfter(browser, response), backoff(browser, failures++))
    failures = 0
    if (isAck && status === 404) acknowledges = false
    else if (!(await isTaken(tab, response!, message, isLease))) refused(message)
    return 0
  }
}

/** Returns whether a Rollcall server has taken a message, and notes a problem if not. */
async function isTaken(
  tab: Tab,
  response: Response,
  { type }: PostedMessage,
  isLease: boolean,
): Promise<boolean> {
  const body = (await response.json().catch(() => null)) as { readonly ok?: unknown } | null
  const problem = problemOf(response, typeof body?.ok === 'boolean')
  if (problem !== 'unknown-tab' || !isLease) tab.note('post', problem, `POST ${type} is answered ${response.status}`)
  return !problem
}

/** Sends one message as a POST. */
async function post(
  browser: BrowserWindow,
  tab: Tab,
  { type, ...body }: PostedMessage,
  signal: AbortSignal,
): Promise<Response> {
  return browser.fetch(tab.url('/' + type.replace('-update', '')), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ connectionId: tab.connectionId, ...body }),
    credentials: 'include',
    signal,
  })
}

/** Returns a key that two messages share if and only if the later replaces the earlier while that one waits. */
export function replacementKey(message: PostedMessage): string {
  // Each state of each command counts.
  if (message.type === 'ack') return message.command + message.state
  // A new type does not compile here until it has a rule.
  message satisfies { readonly type: 'route-update' | 'subscribe-stats' | 'unsubscribe-stats' }
  // Subscribing to stats and unsubscribing share an ending, and so a key.
  return message.type.slice(-5)
}
