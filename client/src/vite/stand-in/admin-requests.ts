// SPDX-License-Identifier: Apache-2.0
// The endpoints for people and CI. They need no secret: the stand-in runs only on a developer's machine.
import type { IncomingMessage } from 'node:http'
import { readJson, Refused, type Json } from './http'
import type { Tab, Tabs } from './tabs'
import type { Versions } from './versions'

/** Answers a request of a person or a script. */
export type AdminRequest = (request: IncomingMessage) => Json | Promise<Json>

/**
 * Creates the endpoints for people and CI, by path.
 *
 * @param released called when another version has become current, before any tab is notified
 */
export function createAdminRequests(tabs: Tabs, versions: Versions, released: () => void): Readonly<Record<string, AdminRequest>> {
  let commands = 0
  const command = (): string => `dev-${++commands}`
  const reload = (chosen: readonly Tab[], dryRun: boolean): string => {
    const id = command()
    if (!dryRun) tabs.tell(chosen, id, () => true)
    return id
  }
  return {
    '/health': () => ({ ok: true, version: versions.current, standIn: true }),
    '/admin/stats': () => tabs.stats(),
    '/admin/releases': async (request) => {
      if (request.method === 'GET') return { current: versions.current, releases: releasesOf(tabs, versions) }
      const body = await readJson(request)
      return release(tabs, versions, command(), released, body)
    },
    '/admin/commands': async (request) => {
      const { action, target, message, dryRun } = await readJson(request)
      const chosen = choose(tabs, versions, target)
      const id = command()
      if (dryRun !== true) act(tabs, chosen, id, action, message)
      return { ok: true, id, action, target, matched: chosen.length }
    },
    '/admin/invalidate-route': async (request) => {
      const { route, match, dryRun } = await readJson(request)
      if (typeof route !== 'string') throw new Refused(400, 'route: missing (expected: a path)')
      const chosen = choose(tabs, versions, { route, match })
      reload(chosen, dryRun === true)
      return { ok: true, route, matched: chosen.length }
    },
  }
}

function releasesOf(tabs: Tabs, versions: Versions): Json[] {
  const [all, total] = [tabs.all(), tabs.all().length]
  return versions.releases.map((version) => {
    const on = all.filter((tab) => tab.version === version).length
    return { version, tabs: on, share: total === 0 ? 0 : (100 * on) / total }
  })
}

function release(tabs: Tabs, versions: Versions, id: string, released: () => void, { version, force, dryRun }: Json): Json {
  if (typeof version !== 'string' || !/^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(version)) {
    throw new Refused(400, 'version: not 1 to 128 printable characters')
  }
  const previous = versions.current
  const unchanged = version === previous
  const outdated = (tab: Tab): boolean => versions.standing(tab.version) === 'behind'
  if (dryRun === true) return { ok: true, dryRun, version, previous, matched: tabs.all().filter((tab) => tab.version !== version).length }
  versions.announce(version)
  if (!unchanged) released()
  if (!unchanged || force === true) {
    tabs.tell(unchanged ? tabs.all().filter(outdated) : tabs.all(), id, (tab) => force === true && outdated(tab))
  }
  tabs.changed()
  const rollback = versions.isRollback ? { rollback: true } : {}
  return { ok: true, id, version, previous, matched: tabs.all().filter(outdated).length, ...rollback, ...(unchanged ? { unchanged } : {}) }
}

function act(tabs: Tabs, chosen: readonly Tab[], id: string, action: unknown, message: unknown): void {
  if (action === 'reload' || action === 'announce') return tabs.tell(chosen, id, () => action === 'reload')
  if (action !== 'message') throw new Refused(400, `action: ${String(action)} (expected: reload, announce or message)`)
  if (typeof message !== 'object' || message === null || !('type' in message)) throw new Refused(400, 'message: no object with a type')
  for (const tab of chosen) tab.send(message as Json)
}

const FIELDS = ['route', 'match', 'versions', 'outdated', 'ids']

function choose(tabs: Tabs, versions: Versions, target: unknown): Tab[] {
  if (target === 'all') return tabs.all()
  const fields = Object.keys(target ?? {}).filter((name) => (target as Json)[name] !== undefined)
  const foreign = fields.find((name) => !FIELDS.includes(name))
  if (typeof target !== 'object' || target === null || fields.length === 0 || foreign !== undefined) {
    throw new Refused(400, `target: ${foreign ?? String(target)} (the stand-in expects: "all", or ${FIELDS.join(', ')})`)
  }
  const { route, match, versions: names, outdated, ids } = target as Json
  const onRoute = route === undefined ? () => true : routeMatcher(String(route), match ?? 'prefix')
  return tabs.all().filter(
    (tab) =>
      onRoute(tab.route) &&
      (names === undefined || (Array.isArray(names) && names.includes(tab.version))) &&
      (ids === undefined || (Array.isArray(ids) && ids.includes(tab.id))) &&
      (outdated === undefined || versions.standing(tab.version) === 'behind'),
  )
}

function routeMatcher(pattern: string, match: unknown): (route: string) => boolean {
  if (match === 'prefix') return (route) => route.startsWith(pattern)
  if (match === 'exact') return (route) => route.replace(/(.)\/$/, '$1') === pattern.replace(/(.)\/$/, '$1')
  if (match !== 'glob' && match !== 'regex') throw new Refused(400, `match: ${String(match)} (expected: prefix, exact, glob or regex)`)
  try {
    const expression = new RegExp(match === 'regex' ? pattern : globExpression(pattern), 'u')
    return (route) => expression.test(route)
  } catch {
    throw new Refused(400, `route: ${pattern} (expected: a regular expression)`)
  }
}

function globExpression(pattern: string): string {
  const pieces = pattern.split(/(\*\*|\*|\?)/).map((piece) => {
    const special = { '**': '.*', '*': '[^/]*', '?': '[^/]' }[piece]
    return special ?? piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  })
  return `^${pieces.join('')}$`
}
