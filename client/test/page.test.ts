// SPDX-License-Identifier: Apache-2.0
// A reload must not harm the tab: it is a GET of a page that is there.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Rollcall } from '../src/index'
import { settle } from './fake/environment'
import { clock, force, MINUTE, newForEachTest, open, server, tab } from './fake/page'

newForEachTest()

/** Returns an answer as a fetch that followed a redirect has it. */
function redirectedTo(url: string): Response {
  return Object.defineProperties(new Response('sign in'), { redirected: { value: true }, url: { value: url } })
}

const status = (code: number, headers?: HeadersInit) => () => new Response('', { status: code, ...(headers && { headers }) })

describe('a page that is the answer to a form', () => {
  beforeEach(() => (tab.isPosted = true))

  it.each([
    ['a forced reload', () => force()],
    ['the button', async (client: Rollcall) => client.reload()],
  ])('is requested by GET in %s, at the same address', async (_, act) => {
    tab.historyState = { position: 3 }
    await act(await open())
    await settle()
    expect([tab.reloads, tab.resent]).toEqual([1, 0])
    expect(tab.address).toBe('http://shop.test/basket?item=1#top')
    expect(tab.historyState).toEqual({ position: 3 })
  })

  it('is requested by GET even where the history takes no more changes', async () => {
    tab.historyRefuses = true
    await open()
    await force()
    expect([tab.reloads, tab.resent]).toEqual([0, 0])
    expect(tab.visits).toEqual(['replace http://shop.test/basket?item=1'])
  })
})

describe('before a reload', () => {
  it('looks at the page once, by GET and past the cache of the browser', async () => {
    await open()
    const fetch = vi.spyOn(tab.network, 'fetch')
    await force()
    const looks = fetch.mock.calls.map(([url, { method = 'GET', cache }]) => ({ url, method, cache }))
    expect(looks).toEqual([{ url: 'http://shop.test/basket?item=1#top', method: 'GET', cache: 'no-store' }])
  })

  it('looks without the name and password of the address, which fetch would refuse', async () => {
    tab.address = 'http://me:secret@shop.test/basket'
    await open({ url: 'http://shop.test/__skew' })
    await force()
    expect(server.looks).toEqual(['http://shop.test/basket'])
  })

  it.each([
    ['an error of the site', status(500)], ['a proxy without a site', status(502)], ['no such page', status(404)],
    ['a page that takes only POST', status(405)], ['no right', status(403)], ['too many requests', status(429)],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a form for signing in', () => redirectedTo('http://shop.test/login?next=/basket')],
  ])('%s keeps the tab as it is, and the state says so', async (_, answer) => {
    server.page = answer
    const client = await open()
    await force({ command: 'k1' })
    expect(tab.reloads).toBe(0)
    expect(client.state).toMatchObject({
      status: 'connected',
      reload: { phase: 'waiting', command: 'k1', at: clock.millis + 1_000 },
      problem: { code: 'page' },
    })
  })

  describe('with a service worker that has the page in its cache', () => {
    beforeEach(() => {
      tab.serviceWorker = { controller: {}, getRegistration: () => Promise.resolve({ update: () => (hasFile ? Promise.resolve() : Promise.reject(new TypeError('away'))) }) }
      hasFile = false
    })

    /** Whether the worker's own file can be fetched. */
    let hasFile: boolean

    /** Answers HEAD this way, which caches do not, and GET from the cache. */
    const beyond = (answer: () => Response | Promise<Response>) => {
      server.page = ({ method }) => (method === 'HEAD' ? answer() : new Response('old'))
    }

    it.each([
      ['a proxy without a site', status(502)], ['a site in maintenance', status(503)], ['a site that is silent', status(504)],
      ["a CDN's own error", status(522)], ['no network beyond the next hop', () => Promise.reject(new TypeError('Failed to fetch'))],
    ])('does not believe it when the site is away: %s', async (_, answer) => {
      beyond(answer)
      const client = await open()
      await force()
      expect(tab.reloads).toBe(0)
      expect(client.state).toMatchObject({ reload: { phase: 'waiting' }, problem: { code: 'page' } })
      beyond(status(200))
      await clock.pass(MINUTE)
      expect(tab.reloads).toBe(1)
    })

    it('is not believed without a network, whatever it answers', async () => {
      tab.isOnline = false
      const client = await open()
      await force()
      expect(client.state.reload?.phase).toBe('waiting')
      expect(server.looks).toEqual([])
    })

    it.each([['405', 405], ['501', 501], ['404', 404], ['500', 500], ['a redirect', 302]])(
      'takes a site that does not know HEAD as there: %s', async (_, code) => {
        beyond(status(code))
        await open()
        await force()
        expect(tab.reloads).toBe(1)
      },
    )

    it('takes a site as present if its worker does not answer HEAD', async () => {
      hasFile = true
      beyond(() => Promise.reject(new TypeError('Failed to fetch')))
      await open()
      await force()
      expect(tab.reloads).toBe(1)
    })

    it('waits as long as the site says', async () => {
      beyond(status(503, { 'retry-after': '30' }))
      const client = await open()
      await force()
      expect(client.state.reload?.at).toBe(clock.millis + 30_000)
    })
  })

  it('without a network the page is not there, whatever the browser thinks of its network', async () => {
    server.page = () => Promise.reject(new TypeError('Failed to fetch'))
    const client = await open()
    await force()
    expect(client.state.reload?.phase).toBe('waiting')
  })

  it('takes the status that the page had itself as success', async () => {
    tab.navigation = { responseStatus: 404 }
    server.page = status(404)
    await open()
    await force()
    expect(tab.reloads).toBe(1)
  })

  it('takes a redirect that only adds a slash as the page', async () => {
    server.page = () => redirectedTo('http://shop.test/basket/?item=1')
    await open()
    await force()
    expect(tab.reloads).toBe(1)
  })

  it('goes where a redirect leads when the user asks for the reload', async () => {
    server.page = () => Object.defineProperties(new Response(''), {
      type: { value: 'opaqueredirect' }, status: { value: 0 }, ok: { value: false },
    })
    const client = await open()
    client.reload()
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it('waits longer each time, and reloads when the page is there again', async () => {
    server.page = status(503)
    const client = await open()
    await force()
    await clock.pass(1_000)
    expect(server.looks).toHaveLength(2)
    await clock.pass(1_999)
    expect(server.looks).toHaveLength(2)
    await clock.pass(1)
    expect(server.looks).toHaveLength(3)
    server.page = null
    await clock.pass(4_000)
    expect(tab.reloads).toBe(1)
    expect(client.state).toMatchObject({ problem: null, reload: { phase: 'reloading' } })
  })

  it('waits as long as the site asks for', async () => {
    server.page = status(503, { 'retry-after': '120' })
    await open()
    await force()
    server.page = null
    await clock.pass(119_999)
    expect(tab.reloads).toBe(0)
    await clock.pass(1)
    expect(tab.reloads).toBe(1)
  })

  it('gives up at the deadline, after a last look, and does not begin again for the same command', async () => {
    server.page = status(503)
    const client = await open()
    await force({ command: 'k1', deadline: clock.millis + 90_000 })
    await clock.pass(89_999)
    expect(client.state.reload?.phase).toBe('waiting')
    const looks = server.looks.length
    await clock.pass(1)
    expect(server.looks).toHaveLength(looks + 1)
    expect(client.state).toMatchObject({ reload: null, status: 'connected', problem: { code: 'page' } })
    server.page = null
    await force({ command: 'k1' })
    await clock.pass(10 * MINUTE)
    expect(tab.reloads).toBe(0)
  })

  it('takes no answer in 10 s as no answer', async () => {
    server.page = () => new Promise(() => {})
    const client = await open()
    await force()
    await clock.pass(9_999)
    expect(client.state.reload?.phase).toBe('preparing')
    await clock.pass(1)
    expect(client.state.reload?.phase).toBe('waiting')
  })

  it('asks the application after each wait, because the person may have typed meanwhile', async () => {
    let typed = false
    server.page = status(503)
    const client = await open({ beforeReload: () => (typed ? false : undefined) })
    await force()
    typed = true
    server.page = null
    await clock.pass(1_000)
    expect(tab.reloads).toBe(0)
    expect(client.state.reload?.phase).toBe('deferred')
  })

  it('asks the application after a wait even if the user had asked for the reload', async () => {
    server.page = status(503)
    const beforeReload = vi.fn(() => false)
    const client = await open({ beforeReload })
    client.reload()
    await settle()
    expect(client.state.reload?.phase).toBe('waiting')
    expect(beforeReload).not.toHaveBeenCalled()
    server.page = null
    await clock.pass(1_000)
    expect(beforeReload).toHaveBeenCalledOnce()
    expect(tab.reloads).toBe(0)
  })

  it('looks again after the application has had its time', async () => {
    let saved = (): void => {}
    const client = await open({ beforeReload: () => new Promise<void>((resolve) => (saved = resolve)) })
    await force()
    server.page = status(502)
    saved()
    await settle()
    expect(tab.reloads).toBe(0)
    expect(client.state.reload?.phase).toBe('waiting')
  })

  it("does not take the page's own policy, which forbids the look, for an answer", async () => {
    server.page = () => {
      setImmediate(() => tab.fire('document', 'securitypolicyviolation'))
      return Promise.reject(new TypeError('Failed to fetch'))
    }
    await open()
    await force()
    expect(tab.reloads).toBe(1)
  })

  it('reloads without a look where the application wants that, and where no fetch is possible', async () => {
    server.page = status(500)
    const client = await open({ look: false })
    client.reload()
    await settle()
    expect(tab.reloads).toBe(1)
    tab.address = 'capacitor://localhost/basket'
    const other = await open({ url: 'http://shop.test/__skew' })
    other.reload()
    await settle()
    expect(tab.reloads).toBe(2)
    expect(server.looks).toEqual([])
  })

  it.each(['about:blank', 'about:srcdoc', 'data:text/html,x', 'blob:http://shop.test/1'])(
    'never reloads %s, which exists only once', async (address) => {
      tab.address = address
      const client = await open({ url: 'http://shop.test/__skew' })
      client.reload()
      await settle()
      expect([tab.reloads, tab.visits]).toEqual([0, []])
      expect(client.state.problem?.code).toBe('page')
    },
  )

  it('a second command while the page is awaited leads to one reload', async () => {
    server.page = status(503)
    await open()
    await force({ command: 'k1' })
    await force({ command: 'k2' })
    server.page = null
    await clock.pass(10 * MINUTE)
    expect(tab.reloads).toBe(1)
  })

  it('the user may have the client look at once while the page is awaited', async () => {
    server.page = status(503, { 'retry-after': '600' })
    const client = await open()
    await force()
    server.page = null
    client.reload()
    await settle()
    expect(tab.reloads).toBe(1)
  })
})
