// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util'
import { Tab, TRANSPORTS } from './tabs/tab.mjs'

const ROUTES = ['/', '/shop', '/shop/cart', '/blog/1', '/blog/2', '/über', '/a%20b', '/checkout', '/docs/x/y']
const PATIENCE_MILLIS = 60_000

/** What must be true, given what this program has done; it is compared with what the server says. */
export class Books {
  constructor(server, random, most) {
    this.server = server
    this.random = random
    this.most = most
    this.tabs = new Set()
    this.current = 'v0'
    this.counts = { opened: 0, closed: 0, reset: 0, vanished: 0, resumed: 0, moved: 0, releases: 0, commands: 0, points: 0 }
  }

  check(right, what) {
    if (!right) throw new Error(`not so: ${what}`)
  }

  summary() {
    return Object.entries(this.counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')
  }

  /** Does one thing that browsers do. */
  async step() {
    const { random } = this
    const tab = this.tabs.size > 0 ? random.of([...this.tabs]) : undefined
    if (tab === undefined || (this.tabs.size < this.most && random.chance(0.45))) return this.open()
    if (tab.busy) return
    tab.busy = true
    try {
      await random.of([() => this.move(tab), () => this.move(tab), () => this.leave(tab, 'close'), () => this.leave(tab, 'reset'), () => this.vanish(tab), () => this.resume(tab)])()
    } finally {
      tab.busy = false
    }
  }

  async open() {
    const { random } = this
    const version = random.chance(0.7) ? this.current : `v${random.below(3)}`
    const tab = new Tab(this.server, { transport: random.of(TRANSPORTS), version, route: random.of(ROUTES) })
    this.check(await tab.greeted, `a tab is let in (refused with ${tab.refusal})`)
    this.counts.opened++
    this.tabs.add(tab)
  }

  async move(tab) {
    await tab.move(this.random.of(ROUTES))
    this.counts.moved++
  }

  leave(tab, how) {
    this.tabs.delete(tab)
    tab.link[how]()
    if (tab.transport === 'polling') return tab.goodbye()
    this.counts[how === 'close' ? 'closed' : 'reset']++
    return undefined
  }

  /** Makes a tab silent; the server must find out on its own. */
  vanish(tab) {
    this.tabs.delete(tab)
    tab.link.vanish()
    this.counts.vanished++
  }

  async resume(tab) {
    await tab.resume(this.random.of(TRANSPORTS))
    this.check(tab.isOpen, 'a tab that comes back is let in')
    this.counts.resumed++
  }

  async release(version) {
    this.current = version
    await this.server.admin('/admin/releases', { version })
    this.counts.releases++
  }

  /** Waits until the server has found out which tabs are gone. It must find all; how soon is not judged here. */
  async settle() {
    const settled = async () => (await this.server.admin('/admin/stats')).total === this.tabs.size
    await this.until(settled, () => this.difference())
  }

  /** Waits until something is true. */
  async until(holds, what) {
    const end = Date.now() + PATIENCE_MILLIS
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`never so: ${typeof what === 'string' ? what : await what()}`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  /** Returns which tabs are only on the server or only in the books. */
  async difference() {
    const { connections } = await this.server.admin('/admin/connections?limit=10000')
    const there = new Set(connections.map(({ id }) => id))
    const own = new Set([...this.tabs].map((tab) => tab.id))
    const lost = [...this.tabs].filter((tab) => !there.has(tab.id)).map(({ transport, isOpen }) => `${transport} ${isOpen ? 'open' : 'closed'}`)
    return `the same tabs; only in the books: ${lost.join(', ') || 'none'}; only there: ${connections.filter(({ id }) => !own.has(id)).length}`
  }

  /** Returns how many tabs hold a connection. */
  held() {
    return [...this.tabs].filter((tab) => tab.transport !== 'polling').length
  }

  expected() {
    const by = (key) => {
      const counts = {}
      for (const tab of this.tabs) counts[key(tab)] = (counts[key(tab)] ?? 0) + 1
      return counts
    }
    const transports = { websocket: 0, sse: 0, polling: 0, ...by((tab) => tab.transport) }
    return { total: this.tabs.size, current: this.current, versions: by((tab) => tab.version), routes: by((tab) => tab.route), transports }
  }

  async compare(watchers, name) {
    const right = this.expected()
    await this.equal(async () => shown(await this.server.admin('/admin/stats')), right, `${name}: stats`)
    for (const [i, watcher] of watchers.entries()) {
      await this.equal(() => shown(watcher.picture), right, `${name}: what subscriber ${i} sees`)
    }
    const { connections } = await this.server.admin('/admin/connections?limit=10000')
    const listed = connections.map(({ id, version, route, transport }) => `${id} ${version} ${route} ${transport}`).sort()
    const own = [...this.tabs].map((tab) => `${tab.id} ${tab.version} ${tab.route} ${tab.transport}`).sort()
    this.check(isDeepStrictEqual(listed, own), `${name}: the list of connections is that of the books`)
    this.counts.points++
  }

  /** Reads until the result is right, because a last change may still be under way. A result that stays wrong is an error. */
  async equal(read, right, name) {
    const end = Date.now() + PATIENCE_MILLIS
    let seen
    do {
      seen = await read()
      if (isDeepStrictEqual(seen, right)) return
      await new Promise((resolve) => setTimeout(resolve, 250))
    } while (Date.now() < end)
    throw new Error(`${name}: ${JSON.stringify(seen)}, books: ${JSON.stringify(right)}`)
  }

  /** Gives a command, and checks that exactly the tabs in its target got it, once each. */
  async command() {
    const { random } = this
    const route = random.of(ROUTES)
    const [target, means] = random.of([
      ['all', () => true],
      [{ route, match: 'exact' }, (tab) => tab.route === route],
      [{ route: '/shop' }, (tab) => tab.route.startsWith('/shop')],
      [{ versions: [this.current] }, (tab) => tab.version === this.current],
    ])
    const meant = [...this.tabs].filter(means)
    const { id, matched } = await this.server.admin('/admin/commands', { action: 'announce', target })
    this.check(matched === meant.length, `matched ${matched}, books ${meant.length}, for ${JSON.stringify(target)}`)
    await this.equal(async () => meant.filter((tab) => tab.commands.get(id) === 1).length, meant.length, `${JSON.stringify(target)}: who got it, once each`)
    const wrong = [...this.tabs].filter((tab) => (tab.commands.get(id) ?? 0) !== (means(tab) ? 1 : 0))
    this.check(wrong.length === 0, `${wrong.length} tabs got a command wrongly, for ${JSON.stringify(target)}`)
    this.counts.commands++
  }

  /** Lets all tabs come back after a restart. */
  async comeBack() {
    for (const tab of this.tabs) {
      tab.link.forget()
      await tab.resume(tab.transport)
      this.check(tab.isOpen, 'a tab comes back after a restart')
    }
  }
}

/** Returns the part of a picture that the books have. */
function shown({ total, current, versions, routes, transports } = {}) {
  return { total, current, versions: { ...versions }, routes: { ...routes }, transports: { ...transports } }
}
