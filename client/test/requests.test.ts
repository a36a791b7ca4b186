// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import axios from 'axios'
import { ofetch } from 'ofetch'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRollcall } from '../src/index'
import * as requests from '../src/requests/index'
import { axiosVersion, installFetch, ofetchVersion, versionedFetch, versionedUrl, VERSION_HEADER } from '../src/requests/index'

/** What the server has seen of one request. */
interface Seen {
  readonly url: string
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const VERSION = 'bü 1'
const ENCODED = 'b%C3%BC%201'

let servers: Server[]
let own: string
let other: string
const seen: Seen[] = []

async function start(): Promise<[Server, string]> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { url = '', method = '', headers } = request
      seen.push({ url, method, headers, body: Buffer.concat(chunks).toString() })
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]
}

beforeAll(async () => {
  const [[first, firstAddress], [second, secondAddress]] = [await start(), await start()]
  servers = [first, second]
  own = firstAddress
  other = secondAddress
})
afterAll(() => servers.forEach((server) => server.close()))
beforeEach(() => {
  seen.length = 0
  vi.stubGlobal('location', new URL(`${own}/shop/page?x#y`))
})
afterEach(() => vi.unstubAllGlobals())

const said = (): (string | string[] | undefined)[] => seen.map(({ headers }) => headers[VERSION_HEADER])

describe('fetch', () => {
  it('says the version to the page’s own origin, whatever the address is', async () => {
    const fetch = versionedFetch(VERSION)
    await fetch(`${own}/api`)
    await fetch(new URL('/api', own))
    await fetch(new Request(`${own}/api`))
    expect(said()).toEqual([ENCODED, ENCODED, ENCODED])
  })

  it('names it to no other origin, unless listed', async () => {
    await versionedFetch(VERSION)(`${other}/api`)
    await versionedFetch(VERSION)(new Request(`${other}/api`))
    await versionedFetch(VERSION, { origins: [other] })(`${other}/api`)
    expect(said()).toEqual([undefined, undefined, ENCODED])
  })

  it('takes a relative address as the page does, with its base', async () => {
    const asked: string[] = []
    const send = vi.fn(async (_: unknown, init?: RequestInit) => {
      asked.push(new Headers(init?.headers).get(VERSION_HEADER) ?? 'nothing')
      return new Response()
    })
    const fetch = versionedFetch(VERSION, { fetch: send as never })
    for (const address of ['/api', 'api', '?q', '', '//elsewhere.example/api', 'blob:nothing', 'http://[']) await fetch(address)
    expect(asked).toEqual([ENCODED, ENCODED, ENCODED, ENCODED, 'nothing', 'nothing', 'nothing'])
    vi.stubGlobal('document', { baseURI: 'https://cdn.example/' })
    await fetch('api')
    expect(asked.at(-1)).toBe('nothing')
  })

  it('keeps method, body, headers and signal', async () => {
    const fetch = versionedFetch(VERSION)
    await fetch(`${own}/a`, { method: 'PUT', body: '{"a":1}', headers: { 'Content-Type': 'application/json', 'x-mine': '1' } })
    await fetch(`${own}/b`, { method: 'POST', body: new URLSearchParams({ q: 'ü' }), headers: [['x-mine', '2']] })
    await fetch(new Request(`${own}/c`, { method: 'POST', body: 'text', headers: { 'x-mine': '3' } }))
    await fetch(new Request(`${own}/d`, { method: 'POST', body: 'text', headers: { 'x-mine': '3' } }), { method: 'PATCH', headers: new Headers({ 'x-mine': '4' }) })
    expect(seen.map(({ method, url, body, headers }) => [method, url, body, headers['x-mine'], headers[VERSION_HEADER]])).toEqual([
      ['PUT', '/a', '{"a":1}', '1', ENCODED],
      ['POST', '/b', 'q=%C3%BC', '2', ENCODED],
      ['POST', '/c', 'text', '3', ENCODED],
      ['PATCH', '/d', 'text', '4', ENCODED],
    ])
    expect(seen[1]?.headers['content-type']).toContain('application/x-www-form-urlencoded')
    await expect(fetch(`${own}/e`, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
  })

  it('keeps a form with its boundary, and a stream', async () => {
    const fetch = versionedFetch(VERSION)
    const form = new FormData()
    form.set('name', 'Ann')
    await fetch(`${own}/form`, { method: 'POST', body: form })
    const stream = (): ReadableStream => new Blob(['streamed']).stream()
    await fetch(`${own}/stream`, { method: 'POST', body: stream(), duplex: 'half' } as RequestInit)
    await fetch(new Request(`${own}/stream`, { method: 'POST', body: stream(), duplex: 'half' } as RequestInit))
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(seen[0]?.body).toContain('Ann')
    expect(seen.slice(1).map(({ body }) => body)).toEqual(['streamed', 'streamed'])
    expect(said()).toEqual([ENCODED, ENCODED, ENCODED])
  })

  it('keeps a header that is there, and leaves what it is given as it was', async () => {
    const fetch = versionedFetch(VERSION)
    const init = { headers: { 'X-Rollcall-Version': 'mine' } }
    await fetch(`${own}/a`, init)
    await fetch(new Request(`${own}/b`, init))
    const request = new Request(`${own}/c`, { referrerPolicy: 'no-referrer' })
    await fetch(request)
    expect(said()).toEqual(['mine', 'mine', ENCODED])
    expect([init, request.headers.has(VERSION_HEADER)]).toEqual([{ headers: { 'X-Rollcall-Version': 'mine' } }, false])
  })

  it('keeps the options of a Request', async () => {
    const sent: Request[] = []
    const send = async (input: unknown): Promise<Response> => (sent.push(input as Request), new Response())
    await versionedFetch(VERSION, { fetch: send as never })(new Request(`${own}/c`, { referrerPolicy: 'origin', cache: 'no-store', redirect: 'error', keepalive: true }))
    expect(sent[0]).toMatchObject({ referrerPolicy: 'origin', cache: 'no-store', redirect: 'error', keepalive: true })
  })

  it('rejects a request that cannot be sent, and sends nothing', async () => {
    await expect(versionedFetch(VERSION)(`${own}/a`, { headers: { 'no name': '1' } })).rejects.toThrow(TypeError)
    await expect(versionedFetch(VERSION)('http://[')).rejects.toThrow(TypeError)
    expect(seen).toEqual([])
  })

  it('can be installed, and taken away again', async () => {
    const former = globalThis.fetch
    const remove = installFetch(VERSION)
    await fetch(`${own}/a`)
    remove()
    expect(globalThis.fetch).toBe(former)
    await fetch(`${own}/b`)
    expect(said()).toEqual([ENCODED, undefined])
    const again = installFetch(VERSION)
    const wrapped = vi.fn(globalThis.fetch)
    globalThis.fetch = wrapped
    again()
    expect(globalThis.fetch).toBe(wrapped)
    globalThis.fetch = former
  })

  it('takes the version from a client, and says nothing when the client has no valid one', async () => {
    const client = createRollcall({ version: VERSION, autoConnect: false })
    await versionedFetch(client)(`${own}/a`)
    await versionedFetch(createRollcall({ version: '', autoConnect: false }))(`${own}/a`)
    expect(said()).toEqual([ENCODED, undefined])
  })

  it('says nothing on a server, where there is no page', async () => {
    vi.unstubAllGlobals()
    await versionedFetch(VERSION)(`${own}/a`)
    expect(said()).toEqual([undefined])
    expect(versionedUrl(VERSION, '/a')).toBe('/a')
  })
})

describe.each(['http', 'fetch'])('axios with its %s adapter', (adapter) => {
  const create = (options: object = {}, origins: readonly string[] = []): ReturnType<typeof axios.create> => {
    const instance = axios.create({ adapter, ...options })
    instance.interceptors.request.use(axiosVersion(VERSION, { origins }))
    return instance
  }

  it('says the version to the page’s own origin, and keeps method, body and headers', async () => {
    await create().post(`${own}/a`, { a: 1 }, { headers: { 'x-mine': '1' } })
    await create({ baseURL: own }).get('/a', { params: { q: 1 } })
    expect(seen.map(({ method, url, body, headers }) => [method, url, body, headers['x-mine'], headers[VERSION_HEADER]])).toEqual([
      ['POST', '/a', '{"a":1}', '1', ENCODED],
      ['GET', '/a?q=1', '', undefined, ENCODED],
    ])
  })

  it('names it to no other origin, unless listed', async () => {
    await create().get(`${other}/a`)
    await create({ baseURL: other }).get('/a')
    await create({ baseURL: own }).get(`${other}/a`)
    await create({ baseURL: other }, [other]).get('/a')
    expect(said()).toEqual([undefined, undefined, undefined, ENCODED])
  })

  it('keeps a header that is there', async () => {
    await create().get(`${own}/a`, { headers: { 'X-ROLLCALL-version': 'mine' } })
    expect(said()).toEqual(['mine'])
  })

  it('joins base and address as axios does', async () => {
    for (const [baseURL, url, more] of [
      [`${own}/v1/`, '/a', {}],
      [`${own}/v1`, '', {}],
      [own, `//${other.slice(7)}/x`, { allowAbsoluteUrls: false }],
    ] as const) {
      await create({ baseURL, ...more }).get(url)
    }
    expect(seen.map(({ url }) => url.replace(other.slice(7), 'other'))).toEqual(['/v1/a', '/v1', '/other/x'])
    expect(said()).toEqual([ENCODED, ENCODED, ENCODED])
  })
})

describe('ofetch', () => {
  it('says the version to the page’s own origin, and to nobody else', async () => {
    const $fetch = ofetch.create({ onRequest: ofetchVersion(VERSION) })
    await $fetch(`${own}/a`, { method: 'POST', body: { a: 1 }, headers: { 'x-mine': '1' } })
    await $fetch('/a', { baseURL: own })
    await $fetch(new Request(`${own}/a`))
    await $fetch(`${own}/a`, { headers: { [VERSION_HEADER]: 'mine' } })
    await $fetch(`${other}/a`)
    await $fetch('/a', { baseURL: other })
    expect(said()).toEqual([ENCODED, ENCODED, ENCODED, 'mine', undefined, undefined])
    expect([seen[0]?.body, seen[0]?.headers['x-mine']]).toEqual(['{"a":1}', '1'])
  })
})

describe('docs/client.md', () => {
  it('shows lines that work', async () => {
    const page = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8')
    const [, code = ''] = /## Requests that say which build.*?```js\n(.*?)```/s.exec(page) ?? []
    const form = { action: '' }
    const beacons: string[] = []
    const streams: string[] = []
    const given = {
      ...requests,
      axios: axios.create({ adapter: 'http', baseURL: own }),
      ofetch,
      client: VERSION,
      order: '{}',
      form,
      EventSource: class {
        constructor(address: string) {
          streams.push(address)
        }
      },
      navigator: { sendBeacon: (address: string) => beacons.push(address) },
    }
    vi.stubGlobal('fetch', vi.fn(async (_: string, init: RequestInit) => (await sent(init), new Response())))
    const sent = async ({ headers }: RequestInit): Promise<void> => expect(new Headers(headers).get(VERSION_HEADER)).toBe(ENCODED)
    const body = code.replace(/^import .*$/m, '').replaceAll(/^(const) ([\w$]+) = /gm, '$1 $2 = given.made_$2 = ')
    const made = given as Record<string, unknown>
    await new Function('given', `with (given) { return (async () => { ${body} })() }`)(given)
    expect(fetch).toHaveBeenCalledTimes(1)
    expect(form.action).toBe(`/orders?rollcall-version=${ENCODED}`)
    expect([...streams, ...beacons]).toEqual([`/api/news?rollcall-version=${ENCODED}`, `/api/seen?rollcall-version=${ENCODED}`])
    vi.unstubAllGlobals()
    vi.stubGlobal('location', new URL(own))
    await given.axios.get('/a')
    await (made['made_$fetch'] as typeof ofetch)(`${own}/a`)
    expect(said()).toEqual([ENCODED, ENCODED])
  })
})

describe('an address', () => {
  it.each([
    ['/a', '/a?rollcall-version=b%C3%BC%201'],
    ['a/b?q=1#part', 'a/b?q=1&rollcall-version=b%C3%BC%201#part'],
    ['/a?', '/a?rollcall-version=b%C3%BC%201'],
    ['/a?q=1&', '/a?q=1&rollcall-version=b%C3%BC%201'],
    ['/a#b?c#d', '/a?rollcall-version=b%C3%BC%201#b?c#d'],
    ['#part', '#part'],
    ['', '?x&rollcall-version=b%C3%BC%201'],
    [' /a ', '/a?rollcall-version=b%C3%BC%201'],
    ['/a?rollcall-version=mine', '/a?rollcall-version=mine'],
    ['https://other.example/a', 'https://other.example/a'],
    ['//other.example/a', '//other.example/a'],
    ['mailto:ann@example.com', 'mailto:ann@example.com'],
    ['javascript:void 0', 'javascript:void 0'],
    ['http://[', 'http://['],
  ])('%j becomes %j', (address, expected) => expect(versionedUrl(VERSION, address)).toBe(expected))

  it('may be a URL, and one of another origin that is listed', () => {
    expect(versionedUrl('1', new URL('/a', own))).toBe(`${own}/a?rollcall-version=1`)
    expect(versionedUrl('1', 'https://other.example/a', { origins: ['https://other.example'] })).toBe('https://other.example/a?rollcall-version=1')
  })
})
