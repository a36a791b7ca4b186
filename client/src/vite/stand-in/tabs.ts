// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import type { Json } from './http'
import type { Versions } from './versions'

/** How the messages of a tab travel. */
export type TabTransport = 'websocket' | 'sse' | 'polling'

/** An open tab. */
export interface Tab {
  readonly id: string
  /** What the tab presents in POSTs. */
  readonly connectionId: string
  readonly version: string
  readonly transport: TabTransport
  readonly since: number
  readonly observes: boolean
  route: string
  /** The pattern that the route counts under; null for none. */
  group: string | null
  subscribed: boolean
  /** Sends a message; adds the fields that are this tab's own to `version` and `connected`. */
  readonly send: (message: Json) => void
  /** Closes the connection that carries the messages. */
  readonly end: () => void
}

/** What is known of a new tab. */
export type NewTab = Pick<Tab, 'version' | 'transport' | 'observes' | 'route' | 'group' | 'send' | 'end'>

/** The open tabs. */
export class Tabs {
  readonly #open = new Map<string, Tab>()
  readonly #versions: Versions
  #seq = 0

  constructor(versions: Versions) {
    this.#versions = versions
  }

  /** Lets a tab in and sends `connected`. */
  add(given: NewTab, resume: string | undefined): Tab {
    const former = this.find(resume)
    if (former !== undefined) this.remove(former)
    former?.end()
    this.#versions.seen(given.version)
    const [id, proof, since] = [random(), random(), Date.now()]
    const tab = { ...given, id, connectionId: `${id}.${proof}`, since, subscribed: false }
    this.#open.set(id, tab)
    const { connectionId } = tab
    tab.send({ type: 'connected', version: this.#versions.current, connectionId, timestamp: since, ...this.#own(tab) })
    this.changed()
    return tab
  }

  /** Forgets a tab, without closing the connection that carries its messages. */
  remove(tab: Tab): void {
    if (this.#open.delete(tab.id)) this.changed()
  }

  /** Returns the tab that presents this id. When polling, the number after it is that of an answer. */
  find(connectionId: unknown): Tab | undefined {
    const [id = '', proof] = String(connectionId).split('.')
    const tab = this.#open.get(id)
    return tab?.connectionId === `${id}.${proof}` ? tab : undefined
  }

  /** Returns the tabs that count, and that commands can reach. */
  all(): Tab[] {
    return [...this.#open.values()].filter((tab) => !tab.observes)
  }

  /** Sends `version` to tabs; those for which `force` returns true reload. */
  tell(tabs: readonly Tab[], command: string, force: (tab: Tab) => boolean): void {
    const message = { type: 'version', version: this.#versions.current, timestamp: Date.now(), command }
    for (const tab of tabs) tab.send({ ...message, ...this.#own(tab), ...(force(tab) ? { force: true } : {}) })
  }

  /** Returns the stats, without the fields that differ from tab to tab. */
  stats(): Json {
    return statsOf(this.all(), this.#open.size, this.#versions)
  }

  /** Sends stats to the subscribers. */
  changed(): void {
    this.#seq += 1
    const stats = { type: 'stats', seq: this.#seq, ...this.stats() }
    for (const tab of this.#open.values()) if (tab.subscribed) tab.send({ ...stats, yourId: tab.id })
  }

  /** The fields that say how the tab's version compares with the current one. */
  #own({ version }: Tab): Json {
    const outdated = this.#versions.standing(version) === 'behind'
    return { outdated, ...(this.#versions.isRollback ? { rollback: true } : {}) }
  }
}

function statsOf(tabs: readonly Tab[], open: number, versions: Versions): Json {
  const standings = tabs.map((tab) => versions.standing(tab.version))
  const byVersion = count(tabs.map(({ version }) => version))
  return {
    total: tabs.length,
    current: versions.current,
    outdated: standings.filter((standing) => standing === 'behind').length,
    ahead: standings.filter((standing) => standing === 'ahead').length,
    order: versions.inOrder(Object.keys(byVersion)),
    versions: byVersion,
    routes: count(tabs.map(({ route, group }) => group ?? route)),
    transports: { websocket: 0, sse: 0, polling: 0, ...count(tabs.map(({ transport }) => transport)) },
    observers: open - tabs.length,
    connections: tabs.map(({ id, version, route, transport, since }) => ({ id, version, route, transport, since })),
    truncated: {},
  }
}

function count(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a))
}

function random(): string {
  return randomBytes(9).toString('base64url')
}
