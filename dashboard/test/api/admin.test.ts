// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import { ApiError, createAdminApi, type AdminApi } from '../../src/api/admin'

const BASE = 'http://rollcall.test/__skew'

interface Sent {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

/** Returns an API whose server gives one answer to everything, and what was sent to it. */
function answering(answer: () => Response | Promise<Response>): { readonly api: AdminApi; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const api = createAdminApi(BASE, async (input, init) => {
    const body = init?.body as string | undefined
    sent.push({ method: init?.method ?? '', path: String(input).replace(`${BASE}/admin`, ''), body: body === undefined ? undefined : JSON.parse(body) })
    return answer()
  })
  return { api, sent }
}

function refused(status: number, body: unknown, headers: Record<string, string> = {}): () => Response {
  return () => new Response(JSON.stringify(body), { status, headers })
}

describe('a request to an admin endpoint', () => {
  it('lists connections by the fields that narrow', async () => {
    const { api, sent } = answering(() => Response.json({ connections: [] }))
    await api.connections({ route: '/a b', match: 'exact', version: '', outdated: false, limit: 25 })
    expect(sent).toEqual([{ method: 'GET', path: '/connections?route=%2Fa+b&match=exact&limit=25', body: undefined }])
  })

  it('announces a version at its own endpoint', async () => {
    const { api, sent } = answering(() => Response.json({ matched: 1 }))
    await api.run({ kind: 'release', version: 'v2', force: true })
    expect(sent).toEqual([{ method: 'POST', path: '/releases', body: { version: 'v2', force: true } }])
  })

  it('gives other commands by their action', async () => {
    const { api, sent } = answering(() => Response.json({ matched: 1 }))
    await api.run({ kind: 'message', target: 'all', message: { type: 'notice' } })
    expect(sent).toEqual([{ method: 'POST', path: '/commands', body: { action: 'message', target: 'all', message: { type: 'notice' } } }])
  })

  it('asks for a dry run when a command is only previewed', async () => {
    const { api, sent } = answering(() => Response.json({ matched: 17 }))
    expect(await api.preview({ kind: 'reload', target: { route: '/a' } })).toEqual({ matched: 17 })
    expect(sent).toEqual([{ method: 'POST', path: '/commands', body: { action: 'reload', target: { route: '/a' }, dryRun: true } }])
  })
})

describe('a request about waves', () => {
  it('lists, follows and aborts commands', async () => {
    const { api, sent } = answering(() => Response.json({ commands: [], revision: 'r1', letOff: 3 }))
    expect(await api.waves(null)).toEqual({ commands: [], revision: 'r1', letOff: 3 })
    await api.waves('r1')
    await api.abort('a/b', 'too many & late')
    await api.abort('c', '')
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /commands', 'GET /commands?seen=r1', 'DELETE /commands/a%2Fb?reason=too+many+%26+late', 'DELETE /commands/c'])
  })

  it('is refused with the number that has to be confirmed', async () => {
    const { api } = answering(refused(409, { ok: false, error: 'confirm: missing', confirm: 420, matched: 420, total: 900 }))
    await expect(api.run({ kind: 'reload', target: 'all', spread: 600 })).rejects.toMatchObject({ status: 409, confirm: 420 })
  })
})

describe('a refusal', () => {
  it('has the status, the text of the server and the time to wait', async () => {
    const { api } = answering(refused(429, { ok: false, error: 'too many' }, { 'retry-after': '5' }))
    await expect(api.nodes()).rejects.toMatchObject({ status: 429, message: 'too many', retryAfter: 5 })
  })

  it('is understood when a proxy answers without JSON', async () => {
    const { api } = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    await expect(api.nodes()).rejects.toEqual(new ApiError(502, 'The server answered with status 502.'))
  })

  it('is an error of its own when there is no response', async () => {
    const { api } = answering(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(api.nodes()).rejects.toEqual(new ApiError(0, 'The server is not responding.'))
  })

  it('of a session is reported to the listeners, but not while signing in', async () => {
    const { api } = answering(refused(401, { ok: false, error: 'no' }))
    const listener = vi.fn()
    api.onUnauthorized(listener)
    await expect(api.signIn({ secret: 'guess' })).rejects.toBeInstanceOf(ApiError)
    await expect(api.session()).rejects.toBeInstanceOf(ApiError)
    expect(listener).not.toHaveBeenCalled()
    await expect(api.nodes()).rejects.toBeInstanceOf(ApiError)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('leaves a cancelled request cancelled', async () => {
    const { api } = answering(() => Promise.reject(new DOMException('cancelled', 'AbortError')))
    const cancelled = new AbortController()
    cancelled.abort()
    await expect(api.connections({}, cancelled.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
