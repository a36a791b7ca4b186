// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StatsMessage } from '@rollcall/client'
import type { Component } from 'vue'
import CurrentVersionFigure from '../../src/components/figures/CurrentVersionFigure.vue'
import NodePanel from '../../src/components/figures/NodePanel.vue'
import TotalFigure from '../../src/components/figures/TotalFigure.vue'
import RoutePanel from '../../src/components/figures/RoutePanel.vue'
import VersionPanel from '../../src/components/figures/VersionPanel.vue'
import AuditList from '../../src/components/records/AuditList.vue'
import RefusalList from '../../src/components/records/RefusalList.vue'
import ReleaseList from '../../src/components/records/ReleaseList.vue'
import FilterFields from '../../src/components/shared/FilterFields.vue'
import { lookAlike, versionColour } from '../../src/model/colour/versionColour'
import { emptyFilter } from '../../src/model/filter'
import { FakeApi } from '../fake/api'
import { statsOf } from '../fake/client'
import { mountInDashboard } from '../fake/dashboard'
import { only, settled, type } from '../fake/page'

let api: FakeApi

beforeEach(() => {
  vi.useFakeTimers()
  api = new FakeApi()
})
afterEach(() => vi.useRealTimers())

/** Mounts a component in a dashboard whose stream brings tabs on these versions, where v1 is the current one. */
async function show(
  component: Component,
  versions: Record<string, number>,
  props: Record<string, unknown> = {},
  more: Partial<StatsMessage> = {},
): Promise<HTMLElement> {
  const { page, client } = await mountInDashboard(component, props, api)
  client.becomes({ status: 'connected', authorized: true, stats: statsOf(versions, more) })
  await settled()
  return page
}

/** Returns two versions whose colours are alike. */
function alike(): readonly [string, string] {
  const names = Array.from({ length: 300 }, (_, index) => `n${index}x`)
  const first = names[0] ?? ''
  const second = names.slice(1).find((name) => lookAlike(versionColour(first), versionColour(name)))
  if (second === undefined) throw new Error(`${first}: unlike all others (expected: one that is alike)`)
  return [first, second]
}

/** Returns the text of an element, its parts separated by one space. */
function textOf(node: Node): string {
  if (node.childNodes.length === 0) return (node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '').replace(/\s+/g, ' ').trim()
  return [...node.childNodes].map(textOf).filter((text) => text !== '').join(' ')
}

describe('the list of releases', () => {
  const deploying = { state: 'deploying', since: 0, version: 'v1', current: 'v1', builds: [{ version: 'v2', answers: 31 }, { version: 'v1', answers: 17 }] } as const

  it('says what is deployed, and asks again by itself as long as something is watched', async () => {
    vi.setSystemTime(150_000)
    api.deploys = deploying
    const page = await show(ReleaseList, { v1: 3 })
    expect(textOf(only(page, '.deployment'))).toBe('Deploying for 2 min: of the last 48 answers 31 named v2, 17 named v1.')
    api.deploys = { state: 'settled', since: 0, version: 'v2', current: 'v2', builds: [{ version: 'v2', answers: 48 }] }
    await vi.advanceTimersByTimeAsync(5_000)
    await settled()
    expect(textOf(only(page, '.deployment'))).toBe('The whole fleet serves v2.')
  })

  it('says nothing of a deployment that nobody watches', async () => {
    const page = await show(ReleaseList, { v1: 3 })
    expect(page.querySelector('.deployment')).toBeNull()
  })
})

describe('the figure of all tabs', () => {
  it('says that dashboards are not counted, because they only observe', async () => {
    expect(textOf(only(await show(TotalFigure, { v1: 3, v0: 1 }), 'section'))).toBe('Tabs open now 4 Dashboards are not counted.')
  })
})

describe('the figure of the current version', () => {
  it('shows its share, the outdated tabs, and every share to screen readers', async () => {
    const page = await show(CurrentVersionFigure, { v1: 3, v0: 1 })
    expect(textOf(only(page, 'section'))).toBe('On the current version 75.0% v1 1 tab outdated')
    expect(only(page, '[role=img]').getAttribute('aria-label')).toBe('Share of each version: v1: 75.0%, v0: 25.0%')
  })

  it('counts the tabs that are ahead apart, and says that the version was rolled back to', async () => {
    api.releases = async () => ({ current: 'v1', releases: [{ id: '1', version: 'v1', force: false, rollback: true, at: 0, by: 'ci', told: 4, tabs: 3, share: 37.5 }] })
    const page = await show(CurrentVersionFigure, { v1: 3, v0: 1, v2: 4 }, {}, { outdated: 1, ahead: 4, order: ['v0', 'v1', 'v2'] })
    expect(textOf(only(page, 'section'))).toBe('On the current version 37.5% v1 rolled back 1 tab outdated, 4 tabs ahead')
  })

  it('says that no tab is open, and not that all are up to date', async () => {
    const page = await show(CurrentVersionFigure, {})
    expect(textOf(only(page, 'section'))).toBe('On the current version – v1 No tab is open')
  })

  it('stripes a part that looks like its neighbour, and marks the current one', async () => {
    const [first, second] = alike()
    const page = await show(CurrentVersionFigure, { [first]: 3, [second]: 2, '(other)': 1 }, {}, { current: first })
    expect([...page.querySelectorAll('.part')].map(({ classList }) => ['now', 'hatched'].filter((name) => classList.contains(name)))).toEqual([['now'], ['hatched'], []])
  })

  it('says when no tab is outdated', async () => {
    expect(textOf(await show(CurrentVersionFigure, { v1: 3 }))).toContain('No tab is outdated')
  })
})

describe('a long version', () => {
  const [a, b] = ['3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c8d7e6f5a', '3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c9d7e6f5a']

  it('is short to the eye; in full in its title, to screen readers and on the clipboard', async () => {
    const written = vi.fn(async () => {})
    vi.stubGlobal('navigator', { clipboard: { writeText: written } })
    const page = await show(VersionPanel, { [a]: 3 }, {}, { current: a })
    const name = only(page, 'tbody .name')
    expect(only(name, '[aria-hidden]').textContent).toBe('3f2a9c1b…8d7e6f5a')
    expect(only(name, '.visually-hidden').textContent).toBe(a)
    expect(name.title.split('\n')[0]).toBe(a)
    only(page, '.copy button').click()
    await settled()
    expect(written).toHaveBeenCalledWith(a)
    expect(only(page, '.copy [role=status]').textContent).toBe('Copied')
    vi.unstubAllGlobals()
  })

  it('has a short form that no other one has', async () => {
    const page = await show(VersionPanel, { [a]: 3, [b]: 2 }, {}, { current: a })
    const short = [...page.querySelectorAll('tbody .name [aria-hidden]')].map(({ textContent }) => textContent)
    expect(short).toHaveLength(2)
    expect(new Set(short).size).toBe(2)
  })
})

describe('a click on a version', () => {
  it('narrows the connections to it', async () => {
    const page = await show(VersionPanel, { v1: 3, v0: 1 })
    only(page, 'tbody tr:nth-child(2) .name').click()
    expect(location.hash).toBe('#/tabs?version=v0')
  })
})

describe('the routes', () => {
  it('stay in their places while their counts change, and can be searched', async () => {
    const { page, client } = await mountInDashboard(RoutePanel, {}, api)
    const routes = async (counts: Record<string, number>): Promise<string[]> => {
      client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 9 }, { routes: counts }) })
      await settled()
      return [...page.querySelectorAll('tbody .name')].map(textOf)
    }
    expect(await routes({ '/a': 5, '/b': 4, '(other)': 1 })).toEqual(['/a', '/b', '(other)'])
    expect(await routes({ '/a': 4, '/b': 5, '(other)': 1 })).toEqual(['/a', '/b', '(other)'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await routes({ '/a': 4, '/b': 5, '(other)': 1 })).toEqual(['/b', '/a', '(other)'])
    expect(page.textContent).toContain('too many to name')
    type(only<HTMLInputElement>(page, 'input'), 'A')
    await settled()
    expect([...page.querySelectorAll('tbody .name')].map(textOf)).toEqual(['/a'])
  })

  it('narrow the connections, a group of routes by its pattern', async () => {
    const { page, client } = await mountInDashboard(RoutePanel, {}, api)
    client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 9 }, { routes: { '/product/*': 5, '/b': 4 } }) })
    await settled()
    const [group, one] = [...page.querySelectorAll<HTMLElement>('tbody button')]
    group?.click()
    expect(location.hash).toBe('#/tabs?route=%2Fproduct%2F*&match=glob')
    one?.click()
    expect(location.hash).toBe('#/tabs?route=%2Fb&match=exact')
  })
})

describe('the versions', () => {
  it('are named up to twelve, and all of them on request', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`v${index + 1}`, 20 - index]))
    const page = await show(VersionPanel, many)
    expect(page.querySelectorAll('tbody tr')).toHaveLength(13)
    only(page, 'p button').click()
    await settled()
    expect(page.querySelectorAll('tbody tr')).toHaveLength(20)
    expect(page.textContent).not.toContain('(other)')
  })

  it('say which are outdated and which are ahead', async () => {
    const page = await show(VersionPanel, { v1: 3, v0: 1, v2: 4, '(other)': 1 }, {}, { order: ['v0', 'v1', 'v2'] })
    expect([...page.querySelectorAll('tbody th')].map(textOf)).toEqual(['v1 current', 'v2 ahead', 'v0 outdated', '(other)'])
  })
})

describe('the nodes', () => {
  it('are shown with their capacity, if it is limited', async () => {
    const node = { total: 4, uptime: 60, software: '1.0' }
    api.nodes = async () => [
      { ...node, id: '1z', name: 'a', state: 'up', room: 1_000, here: true },
      { ...node, id: '2z', name: 'b', state: 'leaving', room: null, here: false },
    ]
    const rows = [...(await show(NodePanel, { v1: 8 })).querySelectorAll('tbody tr')].map(textOf)
    expect(rows).toEqual(['a 1.0, this node 4 1,000 1 min', 'b 1.0, leaving 4 no limit 1 min'])
  })

  it('have the figures of the moment, and name the tabs that are on their way from one to another', async () => {
    const node = { total: 4, uptime: 60, software: '1.0', state: 'up' as const, room: null }
    api.nodes = async () => [
      { ...node, id: '1z', name: 'a', here: true },
      { ...node, id: '2z', name: 'b', here: false },
      { ...node, id: '3z', name: 'c', here: false },
    ]
    const nodes = [
      { id: '1z', name: 'a', state: 'up' as const, total: 5 },
      { id: '2z', name: 'b', state: 'leaving' as const, total: 1 },
    ]
    const page = await show(NodePanel, { v1: 8 }, {}, { nodes, moving: 2 })
    expect([...page.querySelectorAll('tr')].slice(1).map(textOf)).toEqual([
      'a 1.0, this node 5 no limit 1 min', 'b 1.0, leaving 1 no limit 1 min', 'On their way to another node 2'])
  })
})

describe('the records', () => {
  it('are requested again now and then while tabs come and go: nothing announces a refusal', async () => {
    const asked = vi.fn(async () => [])
    api.refusals = asked
    const { client } = await mountInDashboard(RefusalList, {}, api)
    client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 1 }) })
    await settled()
    const before = asked.mock.calls.length
    for (let second = 0; second < 20; second++) {
      client.becomes({ stats: statsOf({ v1: 1 + second }) })
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(asked.mock.calls.length - before).toBeGreaterThanOrEqual(1)
    expect(asked.mock.calls.length - before).toBeLessThanOrEqual(3)
  })
})

describe('the audit list', () => {
  it('says who did what, and to which tabs', async () => {
    const entry = { at: 0, by: 'ci-secret', via: 'secret', detail: 'v2', matched: 3 }
    api.audit = async () => [
      { ...entry, id: '2', action: 'reload', target: 'outdated' },
      { ...entry, id: '1', action: 'release', target: 'on another version' },
    ]
    const page = await show(AuditList, { v1: 3 })
    expect([...page.querySelectorAll('li p')].map(textOf)).toEqual([
      'ci-secret reloaded 3 tabs (outdated)',
      'ci-secret announced v2 to 3 tabs (on another version)',
    ])
  })

  it('says who made a token, and shows a name as text whatever is in it', async () => {
    const name = '<img src=x onerror=alert(1)>'
    const about = { id: '3f9ac2d417be', name, scopes: ['admin'], expires: Date.UTC(2027, 1, 28, 12) }
    api.audit = async () => [{ id: '1', at: 0, by: name, via: 'session', detail: name, matched: 0, action: 'make-token', target: '', about }]
    const page = await show(AuditList, { v1: 3 })
    expect(textOf(only(page, 'li p'))).toBe(`${name} made the token ${name} (3f9ac2d417be: admin; until 28 Feb 2027; via session)`)
    expect(page.querySelector('img')).toBeNull()
  })
})

describe('what was refused', () => {
  it('is said with what to do about it, and with addresses where the server keeps them', async () => {
    const one = { reason: 'origin', advice: 'a page of another origin', setting: 'allowed-origins', urgent: true, count: 1_200, last: 0 }
    const other = { reason: 'bot', advice: 'a crawler', urgent: false, count: 3, last: 0 }
    api.refusals = async () => [one, other]
    const page = await show(RefusalList, { v1: 3 })
    const rows = (): string[][] => [...page.querySelectorAll('tbody tr')].map((row) => [...row.children].map(textOf))
    expect(rows().map((cells) => cells.slice(0, 3))).toEqual([
      ['Check: A page of another origin.', 'allowed-origins', '1,200'],
      ['A crawler.', '', '3'],
    ])
    expect(page.querySelectorAll('th')).toHaveLength(4)
    api.refusals = async () => [{ ...one, ip: '203.0.113.0/24' }]
    only(page, 'button').click()
    await settled()
    expect(rows()[0]?.[4]).toBe('203.0.113.0/24')
  })
})

describe('the filter', () => {
  it('suggests the versions that tabs run, but not the name for the others', async () => {
    const page = await show(FilterFields, { v1: 3, v0: 1, '(other)': 7 }, { filter: emptyFilter(), legend: 'Filter' })
    expect([...page.querySelectorAll('datalist option')].map((option) => option.getAttribute('value'))).toEqual(['v1', 'v0'])
  })
})
