// SPDX-License-Identifier: Apache-2.0
import { after, onAbort, type Cancel } from '../page'
import { asMessage } from '../protocol'
import { request, type LinkEnd, type OpenLink } from './link'
import { createOutbox } from './outbox'

/** A poll that is not answered within this time has failed, in milliseconds. */
const TIMEOUT_MILLIS = 20_000

/** After asking for stats the tab comes soon, not at the next turn, in milliseconds. */
const SOON_MILLIS = 1_000

/** No server has a tab poll more often, in milliseconds. */
const SHORTEST_MILLIS = 500

interface Lease {
  readonly after: number
  readonly messages: readonly unknown[]
}

/** A lease, renewed by asking again and again; what the tab says goes as POSTs. */
export const openPolling: OpenLink = (page, session, handlers, signal) => {
  let cancel: Cancel | undefined

  const schedule = (millis: number, task: () => void): void => {
    cancel?.()
    cancel = after(page, millis, task)
  }
  /** Asks once and sets the time for the next; returns an end when there is none. */
  const ask = async (): Promise<LinkEnd | undefined> => {
    const answer = await request(page, session.open('/poll'), 'application/json', signal)
    if (!('json' in answer)) return answer
    const { after: wait, messages } = (await answer.json()) as Lease
    if (signal.aborted) return
    if (!(wait >= 0)) return {}
    schedule(Math.max(SHORTEST_MILLIS, wait), poll)
    for (const value of messages) asMessage(value, handlers.message)
    handlers.alive()
    return
  }
  const poll = async (): Promise<void> => {
    schedule(TIMEOUT_MILLIS, () => handlers.closed({}))
    const end = await ask().catch((): LinkEnd => ({}))
    if (end) handlers.closed(end)
  }
  const send = createOutbox(page, session, signal, ({ type }) => {
    if (type === 'subscribe-stats') schedule(SOON_MILLIS, poll)
  })
  onAbort(signal, () => cancel?.())
  void poll()
  return { send }
}
