// SPDX-License-Identifier: Apache-2.0
// Refusals are noticed: they appear in the state and on the console, and if there is a way around, the client takes it.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createRollcall, type ProblemCode, type Rollcall, type RollcallOptions } from '../src/index'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

let clock: FakeClock
let server: FakeServer
let tab: FakeTab
let lines: string[]

beforeEach(() => {
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
  lines = []
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
})

async function open(options: Partial<RollcallOptions> = {}): Promise<Rollcall> {
  const client = createRollcall({ version: 'v1', window: tab.window, ...options })
  await clock.pass(0)
  return client
}

const answer = (status: number, body: string, type = 'text/html') => () =>
  new Response(body, { status, headers: { 'content-type': type } })

const REFUSALS: readonly (readonly [string, () => Response, ProblemCode])[] = [
  ['403 of the server', answer(403, '{"ok":false,"error":"origin"}', 'application/json'), 'forbidden'],
  ['403 of a proxy', answer(403, 'no'), 'forbidden'],
  ['401 of a proxy', answer(401, 'who?'), 'forbidden'],
  ['404 of a proxy', answer(404, 'not found'), 'not-rollcall'],
  ['404 of an application', answer(404, '{"error":"Not Found"}', 'application/json'), 'not-rollcall'],
  ['405 of a proxy', answer(405, 'GET only'), 'not-rollcall'],
  ['413 of a proxy', answer(413, 'too large'), 'rejected'],
  ['400 of the server', answer(400, '{"ok":false}', 'application/json'), 'rejected'],
  ['the page of a captive portal', answer(200, '<!doctype html>Welcome'), 'not-rollcall'],
]

describe.each(REFUSALS)('a POST that gets %s', (_, refusal, code) => {
  it('over SSE: is noticed, and the route arrives another way', async () => {
    const client = await open({ transport: 'sse' })
    server.postRefusal = refusal
    client.setRoute('/checkout')
    await clock.pass(1_000)
    expect(client.state).toMatchObject({ status: 'connected', problem: { code } })
    expect(server.open.map(({ query }) => query.get('route'))).toEqual(['/checkout'])
    expect(lines).toEqual([expect.stringMatching(`^rollcall: ${code}: .*, see docs/problems\\.md#${code}$`)])
  })

  it('over polling: is noticed, and the next poll brings the route', async () => {
    const client = await open({ transport: 'polling' })
    server.postRefusal = refusal
    client.setRoute('/checkout')
    await clock.pass(1_000)
    expect(client.state).toMatchObject({ status: 'connected', problem: { code } })
    expect(server.attempts.at(-1)?.query.get('route')).toBe('/checkout')
  })

  it('for stats: is noticed, and does not lead to endless new connections', async () => {
    const client = await open({ transport: 'sse' })
    server.postRefusal = refusal
    client.subscribeStats()
    await clock.pass(600_000)
    expect(client.state).toMatchObject({ status: 'connected', problem: { code }, authorized: null })
    expect(server.attempts).toHaveLength(1)
    expect(lines).toHaveLength(1)
  })

  it('ends when one works again', async () => {
    const client = await open({ transport: 'sse' })
    server.postRefusal = refusal
    client.subscribeStats()
    await settle()
    server.postRefusal = null
    client.setRoute('/b')
    await settle()
    expect(client.state.problem).toBeNull()
  })
})

describe('a server that does not know the tab', () => {
  const unknown = answer(404, '{"ok":false,"error":"connectionId: unknown"}', 'application/json')

  it('over SSE: is a problem, because the stream says that it is known', async () => {
    const client = await open({ transport: 'sse' })
    server.postRefusal = unknown
    client.subscribeStats()
    await settle()
    expect(client.state.problem?.code).toBe('unknown-tab')
  })

  it('over polling: is no problem, because a lease may have ended; the next poll opens another', async () => {
    const client = await open({ transport: 'polling' })
    server.last.open = false
    client.setRoute('/b')
    await clock.pass(1_000)
    expect(client.state.problem).toBeNull()
    expect(server.open.map(({ query }) => query.get('route'))).toEqual(['/b'])
    expect(lines).toEqual([])
  })
})

describe('a POST that may succeed later', () => {
  it.each([429, 500, 502, 503])('%i is no problem: it is sent again', async (status) => {
    const client = await open({ transport: 'sse' })
    server.postRefusal = answer(status, '')
    client.setRoute('/b')
    await settle()
    expect(client.state.problem).toBeNull()
    server.postRefusal = null
    await clock.pass(60_000)
    expect(server.last.said).toContainEqual({ type: 'route-update', route: '/b' })
    expect(lines).toEqual([])
  })
})

it('a developer reads on the console what to add', async () => {
  server.refusal = answer(404, 'not found')
  await open({ transport: 'sse' })
  expect(lines.join()).toMatch(/sse answers 404; .* in Vite with server\.proxy = \{ '\/__skew': \{ .*ws: true \} \}, see docs/)
})

describe('something else at the address of the server', () => {
  it.each([
    ['nothing', answer(404, 'not found'), 'not-rollcall'],
    ['the page of the application', answer(200, '<!doctype html>'), 'not-rollcall'],
    ['a proxy that forbids it', answer(403, 'no'), 'forbidden'],
    ['a server that does not like the request', answer(400, '{"ok":false}', 'application/json'), 'rejected'],
  ] as const)('%s is noticed, with one line', async (_, refusal, code) => {
    server.refusal = refusal
    const client = await open()
    await clock.pass(600_000)
    expect(client.state).toMatchObject({ problem: { code }, transport: null })
    expect(lines).toEqual([expect.stringContaining('http://shop.test/__skew/')])
    server.refusal = null
    await clock.pass(60_000)
    expect(client.state).toMatchObject({ problem: null, status: 'connected' })
  })

  it.each([[204, 'refused'], [503, 'waiting'], [502, 'waiting']])('%i is not that', async (status, becomes) => {
    server.refusal = () => new Response(null, { status })
    const client = await open({ transport: 'sse' })
    expect(client.state).toMatchObject({ problem: null, status: becomes })
  })
})

describe('a page whose policy forbids WebSockets', () => {
  it('is connected over the next transport at once, where the browser only reports an error', async () => {
    vi.spyOn(tab.network, 'openSocket').mockImplementation(() => {
      const socket = { onmessage: null, onclose: null, onerror: null as (() => void) | null, send: () => {}, close: () => {} }
      setImmediate(() => socket.onerror?.())
      return socket
    })
    const client = await open()
    expect(client.state).toMatchObject({ status: 'connected', transport: 'sse' })
  })

  it('is connected over the next transport at once, where the browser throws', async () => {
    vi.spyOn(tab.network, 'openSocket').mockImplementation(() => {
      throw new DOMException('policy', 'SecurityError')
    })
    expect((await open()).state).toMatchObject({ status: 'connected', transport: 'sse' })
  })

  it('waits longer and longer where nothing else is allowed', async () => {
    let tries = 0
    vi.spyOn(tab.network, 'openSocket').mockImplementation(() => {
      tries++
      throw new DOMException('policy', 'SecurityError')
    })
    await open({ transport: 'websocket' })
    await clock.pass(60_000)
    expect(tries).toBeLessThan(10)
  })
})

describe('an invalid version', () => {
  it.each(['', 'x'.repeat(129), 'a\nb', undefined, null, 7])('%j is said, and takes nothing down', async (version) => {
    const client = await open({ version: version as string })
    expect(client.state).toMatchObject({ status: 'idle', version: '', problem: { code: 'version' } })
    expect(lines).toEqual([expect.stringMatching(/^rollcall: version: .*expected: 1 to 128 characters.*#version$/s)])
    client.connect()
    client.setRoute('/b')
    client.subscribeStats()()
    client.disconnect()
    await clock.pass(60_000)
    expect(server.attempts).toEqual([])
  })
})

it('every problem has a section on the page that the console names', () => {
  const page = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')
  const codes: Record<ProblemCode, 1> = { version: 1, 'not-rollcall': 1, 'unknown-tab': 1, forbidden: 1, rejected: 1, page: 1 }
  for (const code of Object.keys(codes)) expect(page).toMatch(new RegExp(`^## ${code}$`, 'm'))
})
