// SPDX-License-Identifier: Apache-2.0
import { createOutbox } from './outbox'
import { requestConnection } from './request'
import type { OpenTransport } from './transport'
import { createTimer } from '../browser/timer'

/** A poll without a response for this time has failed, in milliseconds. */
const TIMEOUT_MILLIS = 20_000

/** After asking for stats the tab polls after this time instead of the usual one, in milliseconds. */
const SOON_MILLIS = 1_000

/** The shortest time between two polls, whatever the server says, in milliseconds. */
const SHORTEST_MILLIS = 500

/** The body of a response to a poll. */
interface Lease {
  /** What to present from now on. It confirms this response. */
  readonly connectionId: string
  /** When to come back, in milliseconds. */
  readonly after: number
  /** What was sent to the tab since the last poll. */
  readonly messages: readonly unknown[]
}

/** Opens a lease and renews it by polling. The tab's own messages are sent as POSTs. */
export const openPolling: OpenTransport = (browser, tab, signal, alive, received, closed) => {
  const timer = createTimer(browser, signal)
  const poll = async (): Promise<void> => {
    timer(TIMEOUT_MILLIS, () => closed({}))
    try {
      const response = await requestConnection(browser, tab, '/poll', 'application/json', signal)
      if (!('body' in response)) return closed(response)
      const { connectionId, after, messages } = (await response.json()) as Lease
      if (signal.aborted || !(after >= 0)) return closed({})
      timer(Math.max(SHORTEST_MILLIS, after), poll)
      for (const value of messages) received(value)
      tab.connectionId = connectionId
      alive()
    } catch {
      closed({})
    }
  }
  void poll()
  const soon = (): void => timer(SOON_MILLIS, poll)
  return createOutbox(browser, tab, signal, true, soon, ({ type }) => {
    if (type === 'subscribe-stats') soon()
  })
}
