// SPDX-License-Identifier: Apache-2.0
import { answer, type Json, type TabRequest } from './http'
import { comingTab, hear } from './tab-messages'
import type { Tab, Tabs } from './tabs'
import type { Versions } from './versions'

/** When a polling tab comes back, in milliseconds: sooner than with the real server, because somebody is watching. */
const POLL_MILLIS = 2_000

/** How long a polling tab counts without coming back, in milliseconds. */
const LEASE_MILLIS = 3 * POLL_MILLIS + 5_000

/**
 * Creates the endpoint for polling. Each answer has a number; messages that the tab has not confirmed by that number
 * are sent again.
 */
export function createPolling(tabs: Tabs, versions: Versions): TabRequest {
  const leases = new Map<string, Lease>()
  return (_request, response, query) => {
    const resume = query.get('resume') ?? ''
    const id = resume.split('.')[0] ?? ''
    const known = tabs.find(resume) === undefined ? undefined : leases.get(id)
    const same = known !== undefined && [null, known.tab.version].includes(query.get('version'))
    const lease = same ? known : openLease(tabs, versions, leases, query, resume)
    if (same) lease.confirm(Number(resume.split('.')[2] ?? Infinity))
    if (same && query.has('route')) hear(tabs, lease.tab, { type: 'route-update', route: query.get('route'), group: query.get('group') })
    answer(response, 200, { after: POLL_MILLIS, ...lease.take() })
  }
}

interface Lease {
  readonly tab: Tab
  /** Forgets the messages in answers up to this number. */
  confirm(number: number): void
  /** Returns the next answer, and begins the time in which the tab must come back. */
  take(): Json
}

function openLease(tabs: Tabs, versions: Versions, leases: Map<string, Lease>, query: URLSearchParams, resume: string): Lease {
  let waiting: (readonly [sentIn: number, message: Json])[] = []
  let number = 0
  let timer: NodeJS.Timeout | undefined
  const send = (message: Json): void => {
    // Of stats, only the latest count.
    if (message['type'] === 'stats') waiting = waiting.filter(([, { type }]) => type !== 'stats')
    waiting.push([number + 1, message])
  }
  const end = (): void => {
    clearTimeout(timer)
    leases.delete(tab.id)
  }
  const tab = tabs.add({ ...comingTab(query, versions, 'polling'), send, end }, resume)
  const lease: Lease = {
    tab,
    confirm: (last) => (waiting = waiting.filter(([sentIn]) => sentIn > last)),
    take() {
      clearTimeout(timer)
      timer = setTimeout(() => (end(), tabs.remove(tab)), LEASE_MILLIS).unref()
      number += 1
      return { connectionId: `${tab.connectionId}.${number}`, messages: waiting.map(([, message]) => message) }
    },
  }
  leases.set(tab.id, lease)
  return lease
}
