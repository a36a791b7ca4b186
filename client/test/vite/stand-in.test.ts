// SPDX-License-Identifier: Apache-2.0
// The stand-in over real HTTP, compared with the messages in docs/fixtures, which the real server's tests also read.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStandIn } from '../../src/vite/stand-in/stand-in'

type Message = Record<string, unknown> & { readonly type: string }

const fixture = (name: string): Message =>
  JSON.parse(readFileSync(new URL(`../../../docs/fixtures/${name}.json`, import.meta.url), 'utf8')) as Message

/** Returns the shape of a message: the names of its fields with their types; ids and times differ from run to run. */
const form = (message: Message | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(message ?? {}).map(([name, value]) => [name, name === 'type' ? String(value) : typeof value]))

let server: Server
let base: string
let released: string[]
let open: (() => void)[]

beforeEach(async () => {
  released = []
  open = []
  const standIn = createStandIn({ version: 'build-2', released: (version) => released.push(version) })
  server = createServer((request, response) => void (standIn.handle(request, response) || response.writeHead(418).end()))
  server.on('upgrade', (request, socket) => void (standIn.upgrade(request, socket) || socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/__skew`
})

afterEach(async () => {
  for (const close of open) close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Opens an event stream and returns a function that reads its next message. */
async function sse(query: string): Promise<() => Promise<Message>> {
  const abort = new AbortController()
  open.push(() => abort.abort())
  const response = await fetch(`${base}/sse?${query}`, { signal: abort.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  return async () => {
    while (!text.includes('\n\n')) text += decoder.decode((await reader.read()).value ?? expect.unreachable('the stream has ended'), { stream: true })
    const end = text.indexOf('\n\n')
    const message = JSON.parse(text.slice('data: '.length, end)) as Message
    text = text.slice(end + 2)
    return message
  }
}

async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<{ status: number; body: Message }> {
  const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Message }
}

const poll = async (query: string): Promise<{ connectionId: string; messages: Message[] }> => (await fetch(`${base}/poll?${query}`)).json() as never

describe('a tab on a stream', () => {
  it('is greeted, and hears of releases, rollbacks and reloads, in the words of the contract', async () => {
    const next = await sse('version=build-2&route=/')
    const connected = await next()
    expect(form(connected)).toEqual(form(fixture('to-tab/connected')))
    expect(connected).toMatchObject({ version: 'build-2', outdated: false })

    expect((await post('/admin/releases', { version: 'build-3' })).body).toMatchObject({ ok: true, previous: 'build-2', matched: 1 })
    const announcement = await next()
    expect(form(announcement)).toEqual(form(fixture('to-tab/announcement')))
    expect(announcement).toMatchObject({ version: 'build-3', outdated: true })

    expect((await post('/admin/releases', { version: 'build-2' })).body).toMatchObject({ rollback: true, matched: 0 })
    expect(await next()).toMatchObject({ type: 'version', version: 'build-2', outdated: false, rollback: true })

    await post('/admin/commands', { action: 'reload', target: 'all' })
    const reload = await next()
    expect(form(reload)).toEqual({ ...form(fixture('to-tab/reload')), rollback: 'boolean' })
    expect(released).toEqual(['build-3', 'build-2'])
    const { current, releases } = (await (await fetch(`${base}/admin/releases`)).json()) as { current: string; releases: Message[] }
    expect([current, ...releases.map(({ version }) => version)]).toEqual(['build-2', 'build-2', 'build-3', 'build-2'])
    expect(releases[0]).toMatchObject({ tabs: 1, share: 100 })
  })

  it('is reloaded by a forced release only when it is outdated by it, once', async () => {
    const [old, ahead] = [await sse('version=build-2'), await sse('version=build-3')]
    await Promise.all([old(), ahead()])
    await post('/admin/releases', { version: 'build-3', force: true })
    expect(await old()).toMatchObject({ version: 'build-3', force: true })
    expect(await ahead()).not.toHaveProperty('force')
    expect((await post('/admin/releases', { version: 'build-3' })).body).toMatchObject({ unchanged: true })
    await post('/admin/commands', { action: 'message', target: 'all', message: { type: 'welcome' } })
    expect([await old(), await ahead()]).toEqual([{ type: 'welcome' }, { type: 'welcome' }])
  })

  it('sees stats of all tabs, after each change', async () => {
    const next = await sse('version=build-2&route=/shop')
    const { connectionId } = await next()
    expect((await post('/subscribe-stats', { connectionId, delta: true })).body).toEqual({ ok: true })
    const stats = await next()
    const { ip: _ip, user: _user, ...listed } = (fixture('to-tab/stats')['connections'] as Message[])[1] as Message
    expect(form(stats)).toEqual(form(fixture('to-tab/stats')))
    expect(form((stats['connections'] as Message[])[0])).toEqual(form(listed))
    expect(stats).toMatchObject({ total: 1, routes: { '/shop': 1 }, transports: { websocket: 0, sse: 1, polling: 0 } })

    await post('/route', { connectionId, route: '/%C3%BCber-uns?a=1' })
    expect(await next()).toMatchObject({ routes: { '/über-uns': 1 }, seq: Number(stats['seq']) + 1 })
    await post('/route', { connectionId, route: '/product/17', group: '/product/:id' })
    expect(await next()).toMatchObject({ routes: { '/product/:id': 1 }, connections: [{ route: '/product/17' }] })
    await post('/route', { connectionId, route: '/product/18', group: 'no slash' })
    expect(await next()).toMatchObject({ routes: { '/product/18': 1 } })
    await sse('version=build-1&observe=1')
    expect(await next()).toMatchObject({ total: 1, observers: 1 })
  })

  it('says goodbye, and is gone', async () => {
    const next = await sse('version=build-2')
    const { connectionId } = await next()
    await fetch(`${base}/leave`, { method: 'POST', body: String(connectionId) })
    expect(await (await fetch(`${base}/admin/stats`)).json()).toMatchObject({ total: 0 })
    expect((await post('/route', { connectionId, route: '/' })).status).toBe(404)
  })
})

describe('a tab that polls', () => {
  it('gets what it has not confirmed again, and nothing that it has confirmed', async () => {
    const first = await poll('version=build-2&route=/')
    expect(first.messages.map(form)).toEqual([form(fixture('to-tab/connected'))])
    await post('/admin/releases', { version: 'build-3' })
    const next = await poll(`resume=${first.connectionId}&version=build-2&route=/cart`)
    const again = await poll(`resume=${first.connectionId}&version=build-2`)
    expect(next.messages).toMatchObject([{ type: 'version', version: 'build-3' }])
    expect(again.messages).toEqual(next.messages)
    expect((await poll(`resume=${again.connectionId}&version=build-2`)).messages).toEqual([])
    expect(await (await fetch(`${base}/admin/stats`)).json()).toMatchObject({ total: 1, routes: { '/cart': 1 } })
  })

  it('gets a new lease with another version', async () => {
    const first = await poll('version=build-2')
    const next = await poll(`resume=${first.connectionId}&version=build-3`)
    expect(next.messages).toMatchObject([{ type: 'connected' }])
    expect(next.connectionId.split('.')[0]).not.toBe(first.connectionId.split('.')[0])
    expect(await (await fetch(`${base}/admin/stats`)).json()).toMatchObject({ total: 1, versions: { 'build-3': 1 } })
  })
})

describe('a tab on a WebSocket', () => {
  it('sends and receives the same messages', async () => {
    const socket = await webSocket('/ws?version=build-2&route=/')
    expect(form(await socket.next())).toEqual(form(fixture('to-tab/connected')))
    socket.send(JSON.stringify(fixture('from-tab/ping')))
    expect(await socket.next()).toEqual(fixture('to-tab/pong'))
    socket.send('{"type":"route-update","route":"no slash"}')
    socket.send('not JSON')
    socket.send(JSON.stringify(fixture('from-tab/subscribe-stats')))
    expect(await socket.next()).toMatchObject({ type: 'stats', routes: { '/': 1 } })
    socket.send(JSON.stringify(fixture('from-tab/route-update')))
    expect(await socket.next()).toMatchObject({ type: 'stats', routes: { '/shopping/ü': 1 }, transports: { websocket: 1 } })
    socket.send(JSON.stringify({ type: 'x', padding: 'x'.repeat(1_000) }))
    socket.send('ping')
    expect(await socket.next()).toEqual({ type: 'pong' })
  })

  it('is refused elsewhere, and from pages of another site', async () => {
    await expect(webSocket('/other')).rejects.toThrow('404')
    await expect(webSocket('/ws', 'http://evil.example')).rejects.toThrow('403')
  })
})

describe('invalid requests', () => {
  it.each([
    ['/route', { connectionId: 'a.b', route: '/' }, 404],
    ['/admin/releases', { version: '' }, 400],
    ['/admin/commands', { action: 'reload', target: {} }, 400],
    ['/admin/commands', { action: 'reload', target: { percent: 10 } }, 400],
    ['/admin/commands', { action: 'explode', target: 'all' }, 400],
    ['/nothing', {}, 404],
  ])('%s %j is refused with %d', async (path, body, status) => {
    const answer = await post(path, body)
    expect(answer).toMatchObject({ status, body: { ok: false, error: expect.stringMatching(/\S/) } })
  })

  it('is a page of another site', async () => {
    expect((await post('/admin/releases', { version: 'x' }, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('/admin/releases', { version: 'x' }, { origin: new URL(base).origin })).status).toBe(200)
  })

  it('is somebody else’s path', async () => expect((await fetch(`${base}ed/health`)).status).toBe(418))
})

it('targets reach the tabs that they name', async () => {
  const next = await sse('version=build-2&route=/blog/1/edit')
  await next()
  const matched = async (target: object): Promise<unknown> => (await post('/admin/commands', { action: 'reload', dryRun: true, target })).body['matched']
  const hits = [{ route: '/blog' }, { route: '/blog/1/edit/', match: 'exact' }, { route: '/blog/*/edit', match: 'glob' }, { route: '\\d', match: 'regex' }]
  const misses = [{ route: '/shop' }, { route: '/blog', match: 'exact' }, { route: '/blog/*', match: 'glob' }, { outdated: true }, { versions: ['x'] }, { ids: [] }]
  expect(await Promise.all(hits.map(matched))).toEqual([1, 1, 1, 1])
  expect(await Promise.all(misses.map(matched))).toEqual([0, 0, 0, 0, 0, 0])
})

interface Ws {
  next(): Promise<Message>
  send(text: string): void
}

/** As much of a WebSocket client as these tests need; Node 20 has none. */
async function webSocket(path: string, origin?: string): Promise<Ws> {
  const { hostname, port, host, pathname } = new URL(base)
  const socket = connect(Number(port), hostname)
  open.push(() => socket.destroy())
  const key = 'dGhlIHNhbXBsZSBub25jZQ=='
  const lines = [`GET ${pathname}${path} HTTP/1.1`, `Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Version: 13']
  socket.write(`${[...lines, ...(origin === undefined ? [] : [`Origin: ${origin}`])].join('\r\n')}\r\n\r\n`)
  const bytes = reader(socket)
  const head = (await bytes((all) => (all.includes('\r\n\r\n') ? all.indexOf('\r\n\r\n') + 4 : Infinity))).toString()
  if (!head.startsWith('HTTP/1.1 101')) throw new Error(head.split('\r\n')[0])
  const accepted = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  expect(head).toContain(`Sec-WebSocket-Accept: ${accepted}`)
  return {
    async next() {
      const start = await bytes(() => 2)
      const short = start.readUInt8(1)
      const size = short === 126 ? (await bytes(() => 2)).readUInt16BE(0) : short
      return JSON.parse((await bytes(() => size)).toString()) as Message
    },
    send: (text) => void socket.write(masked(Buffer.from(text))),
  }
}

/** Returns a function that reads as many bytes as the given function says, once they are there. */
function reader(socket: Socket): (size: (all: Buffer) => number) => Promise<Buffer> {
  let all = Buffer.alloc(0)
  let arrived = (): void => {}
  socket.on('data', (bytes) => ((all = Buffer.concat([all, bytes as Buffer])), arrived()))
  return async (size) => {
    while (all.length < size(all)) await new Promise<void>((resolve) => (arrived = resolve))
    const taken = all.subarray(0, size(all))
    all = all.subarray(taken.length)
    return taken
  }
}

function masked(payload: Buffer): Buffer {
  const mask = Buffer.from([1, 2, 3, 4])
  const size = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([Buffer.from([0x81]), size, mask, payload.map((byte, i) => byte ^ (mask[i & 3] as number))])
}
