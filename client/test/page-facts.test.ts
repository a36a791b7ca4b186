// SPDX-License-Identifier: Apache-2.0
// What a page tells the client about itself: its route, and whether it is a tab at all.
import { beforeEach, describe, expect, it } from 'vitest'
import { createRollcall } from '../src/index'
import { routeOf } from '../src/core/client/options'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

let clock: FakeClock
let server: FakeServer
let tab: FakeTab

beforeEach(() => {
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
})

describe('a route in its normal form', () => {
  it.each([
    ['/blog/%C3%BCber-uns', '/blog/über-uns'],
    ['/blog/%c3%bcber-uns', '/blog/über-uns'],
    ['/blog/u\u0308ber-uns', '/blog/über-uns'],
    ['/blog/u%CC%88ber-uns', '/blog/über-uns'],
    ['/%E6%97%A5%E6%9C%AC', '/日本'],
    ['/%F0%9F%98%80', '/😀'],
    ['/a b', '/a%20b'],
    ['/a%20b', '/a%20b'],
    ['/%7Cx', '/|x'],
    ['/%41%2d%7e', '/A-~'],
    ['/a%2fb', '/a%2Fb'],
    ['/a\\b', '/a%5Cb'],
    ['/100%', '/100%25'],
    ['/100%25', '/100%25'],
    ['/%zz', '/%25zz'],
    ['/%3Fq%23x', '/%3Fq%23x'],
    ['/%ff%C3', '/%FF%C3'],
    ['/%C3%BC%FF', '/ü%FF'],
    ['/%0A', '/%0A'],
    ['/%E2%80%AE', '/%E2%80%AE'],
    ['/zero\u200Bwidth', '/zero%E2%80%8Bwidth'],
    ['/a\u00A0b', '/a%C2%A0b'],
    ['//evil.example', '/evil.example'],
    ['/a//b///c', '/a/b/c'],
    ['/a//../b', '/b'],
    ['/a/./b/../c', '/a/c'],
    ['/a/%2e%2e/b', '/b'],
    ['/a/..', '/'],
    ['/a/', '/a/'],
  ])('%s is %s, as on the server', (route, form) => {
    expect(routeOf(route)).toBe(form)
    expect(routeOf(form)).toBe(form)
  })

  it('of 512 characters has no half of an encoded one', () => {
    const route = routeOf('/' + 'x'.repeat(510) + '%FF')
    expect(route).toBe('/' + 'x'.repeat(510))
  })

  it('is what the state shows, and what is not sent twice', async () => {
    const client = createRollcall({ version: 'v1', window: tab.window, route: '/caf%C3%A9' })
    await clock.pass(0)
    client.setRoute('/café')
    await settle()
    expect(client.state.route).toBe('/café')
    expect(server.last.said).toEqual([])
  })
})

describe.each(['websocket', 'sse', 'polling'] as const)('a group over %s', (transport) => {
  it('goes with the first route, with each change, and again with a new connection', async () => {
    const client = createRollcall({ version: 'v1', window: tab.window, transport, route: '/p/1', group: '/p/:id' })
    await clock.pass(0)
    expect(server.last.query.get('group')).toBe('/p/:id')
    client.setRoute('/p/2', '/p/:id')
    await settle()
    client.setRoute('/p/2', '/p/[id]')
    await settle()
    client.setRoute('/q')
    await settle()
    expect(server.last.said).toEqual([
      { type: 'route-update', route: '/p/2', group: '/p/:id' },
      { type: 'route-update', route: '/p/2', group: '/p/[id]' },
      { type: 'route-update', route: '/q' },
    ])
    expect(client.state).toMatchObject({ route: '/q', group: null })
  })
})

describe("route: 'hash'", () => {
  it.each([
    ['#/shop/1?size=2', '/shop/1'], ['#!/shop', '/shop'], ['#shop', '/shop'], ['', '/'], ['#/caf%C3%A9', '/café'],
  ])('takes %j as %s', async (hash, route) => {
    tab.address = `http://shop.test/app/${hash}`
    const client = createRollcall({ version: 'v1', window: tab.window, route: 'hash' })
    await clock.pass(0)
    expect([client.state.route, server.last.query.get('route')]).toEqual([route, route])
  })

  it('follows the fragment', async () => {
    tab.address = 'http://shop.test/#/a'
    createRollcall({ version: 'v1', window: tab.window, route: 'hash' })
    await clock.pass(0)
    tab.address = 'http://shop.test/#/b?x'
    tab.fire('window', 'hashchange')
    await settle()
    expect(server.last.said).toEqual([{ type: 'route-update', route: '/b' }])
  })
})

describe('a page in a frame', () => {
  beforeEach(() => (tab.isFramed = true))

  it('is no tab', async () => {
    const client = createRollcall({ version: 'v1', window: tab.window })
    await clock.pass(60_000)
    expect(client.state.status).toBe('idle')
    expect(server.attempts).toEqual([])
  })

  it('counts as one if the application wants that', async () => {
    const client = createRollcall({ version: 'v1', window: tab.window, autoConnect: true })
    await clock.pass(0)
    expect(client.state.status).toBe('connected')
  })
})

describe('a client that is created again on the same page, by a hot update or another island', () => {
  it('is the one that is there', async () => {
    const { window } = tab
    const clients = [1, 2, 3].map(() => createRollcall({ version: 'v1', window }))
    await clock.pass(0)
    expect(new Set(clients).size).toBe(1)
    expect(server.peers).toHaveLength(1)
  })

  it('connects again when the former user had disconnected it', async () => {
    const { window } = tab
    createRollcall({ version: 'v1', window }).disconnect()
    const client = createRollcall({ version: 'v1', window })
    await clock.pass(0)
    expect(client.state.status).toBe('connected')
  })

  it('is another one for another build, another server, or an observer', () => {
    const { window } = tab
    const variants = [{}, { version: 'v2' }, { url: '/other' }, { observe: true }]
    const clients = variants.map((more) => createRollcall({ version: 'v1', window, autoConnect: false, ...more }))
    expect(new Set(clients).size).toBe(4)
  })
})

it('the initial state has nothing that only a browser knows', async () => {
  const client = createRollcall({ version: 'v1', window: tab.window })
  await clock.pass(0)
  expect(client.initial).toEqual(createRollcall({ version: 'v1' }).state)
  expect(client.state).toMatchObject({ route: '/basket', status: 'connected' })
})
