// SPDX-License-Identifier: Apache-2.0
// What a tab says when it opens, and later.
import { Refused, type Json } from './http'
import type { NewTab, Tab, Tabs, TabTransport } from './tabs'
import type { Versions } from './versions'

/** Takes a message of a tab. Unknown types are ignored. */
export function hear(tabs: Tabs, tab: Tab, message: Json): void {
  const { type, route, group } = message
  if (type === 'ping') return tab.send({ type: 'pong' })
  if (type === 'route-update') Object.assign(tab, { route: routeOf(route), group: groupOf(group) })
  else if (type === 'subscribe-stats') tab.subscribed = true
  else if (type === 'unsubscribe-stats') tab.subscribed = false
  else return
  tabs.changed()
}

/** Reads a new tab from the query of its request. */
export function comingTab(query: URLSearchParams, versions: Versions, transport: TabTransport): Omit<NewTab, 'send' | 'end'> {
  const version = query.get('version') || versions.current
  if (!/^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version)) throw new Refused(400, 'version: not 1 to 128 printable characters')
  const observes = ['1', 'true'].includes(query.get('observe') ?? '')
  return { version, transport, observes, route: routeOf(query.get('route') ?? ''), group: groupOf(query.get('group')) }
}

function routeOf(route: unknown): string {
  const path = String(route ?? '').split(/[?#]/)[0] || '/'
  if (!path.startsWith('/') || path.length > 512) throw new Refused(400, `route: ${path.slice(0, 80)} (expected: a path such as /about)`)
  try {
    return decodeURI(path).normalize('NFC')
  } catch {
    return path
  }
}

/** Returns a valid group; any other counts as none. */
function groupOf(group: unknown): string | null {
  const text = String(group ?? '').replaceAll(' ', '%20')
  return /^\/[^\p{C}\p{Z}]{0,511}$/u.test(text) ? text : null
}
