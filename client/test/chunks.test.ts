// SPDX-License-Identifier: Apache-2.0
// Code that a deploy has removed: the address of the navigation is reloaded, once, and only in that case.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { createRollcall, isChunkError, recoverChunks, type ChunkRecovery, type ReactRouterLike } from '../src/index'
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

const gone = new TypeError('Failed to fetch dynamically imported module: http://shop.test/assets/Shop-1a2b.js')

/** Loads a page of a build, with the recovery. */
function load(version = 'v1', router?: Router | ReactRouterLike): ChunkRecovery {
  const { window } = tab
  const client = createRollcall({ version, window, autoConnect: false })
  return recoverChunks(client, { window, ...(router && { router: router as Router }) })
}

/** Clicks a link. */
function click(href: string, more: object = {}, link: object = {}): void {
  const anchor = { href, target: '', hasAttribute: () => false, ...link }
  const origin = { closest: () => anchor }
  tab.fire('document', 'click', { button: 0, composedPath: () => [origin], ...more })
}

describe('a chunk error', () => {
  it.each([
    gone,
    new TypeError('error loading dynamically imported module: http://shop.test/assets/Shop-1a2b.js'),
    new TypeError('Importing a module script failed.'),
    new TypeError("'text/html' is not a valid JavaScript MIME type."),
    new Error('Unable to preload CSS for /assets/Shop-1a2b.css'),
    Object.assign(new Error('Loading chunk 7 failed.\n(missing: http://shop.test/7.js)'), { name: 'ChunkLoadError' }),
    new Error('Loading CSS chunk 7 failed.'),
    Object.assign(new Error('x'), { code: 'CSS_CHUNK_LOAD_FAILED' }),
    new Error('Failed to load chunk server/chunks/ssr/app.js from module 12'),
  ])('is one: %s', (error) => expect(isChunkError(error)).toBe(true))

  it.each([new TypeError('Failed to fetch'), new SyntaxError('Unexpected token'), 'text', null, undefined, {}])(
    'is not one: %s', (error) => expect(isChunkError(error)).toBe(false),
  )
})

describe('when the code for a link is gone', () => {
  it.each([
    ['Vite says so', () => tab.fire('window', 'vite:preloadError', { payload: gone })],
    ['nobody has caught the error of import()', () => tab.fire('window', 'unhandledrejection', { reason: gone })],
    ['a component threw it', () => tab.fire('window', 'error', { error: gone })],
  ])('and %s, the address of the link is loaded', async (_, fail) => {
    load()
    click('http://shop.test/shop/1?size=2#top')
    fail()
    await settle()
    expect(tab.visits).toEqual(['http://shop.test/shop/1?size=2#top'])
  })

  it('and an error boundary asks, it hears that the address is being loaded', async () => {
    const { failed } = load()
    click('http://shop.test/shop/1')
    expect(failed(gone)).toBe(true)
    await settle()
    expect(tab.visits).toEqual(['http://shop.test/shop/1'])
  })

  it('an address that differs only by its fragment is loaded as well', async () => {
    const { failed } = load()
    click('http://shop.test/basket?item=1#/shop')
    failed(gone)
    await settle()
    expect([tab.reloads, tab.address, tab.visits]).toEqual([1, 'http://shop.test/basket?item=1#/shop', []])
  })

  it('the way back in the history counts as a link', async () => {
    load()
    tab.address = 'http://shop.test/before'
    tab.fire('window', 'popstate')
    tab.fire('window', 'vite:preloadError', { payload: gone })
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it.each([
    ['nothing was clicked', () => {}],
    ['the click is long ago', () => (click('http://shop.test/a'), clock.sleep(10_000))],
    ['the person types', () => (click('http://shop.test/a'), tab.fire('document', 'input'))],
    ['the click was elsewhere', () => (click('http://shop.test/a'), tab.fire('document', 'click', { button: 0, composedPath: () => [{}] }))],
    ['the link opens another tab', () => click('http://shop.test/a', {}, { target: '_blank' })],
    ['the click opens another tab', () => click('http://shop.test/a', { ctrlKey: true })],
    ['the link is a download', () => click('http://shop.test/a', {}, { hasAttribute: () => true })],
    ['the link leads to another site', () => click('http://other.test/a')],
  ])('but %s, nothing happens', async (_, act) => {
    const { failed } = load()
    act()
    expect(failed(gone)).toBe(false)
    await settle()
    expect([tab.visits, tab.reloads, server.looks]).toEqual([[], 0, []])
  })

  it('but the error is another one, nothing happens', () => {
    const { failed } = load()
    click('http://shop.test/a')
    expect(failed(new Error('of the application'))).toBe(false)
  })

  it.each([
    ['there is no network', () => (tab.isOnline = false)],
    ['the site is away', () => (server.page = () => new Response('', { status: 503 }))],
    ['only a service worker answers', () => {
      tab.serviceWorker = { controller: {} }
      server.page = ({ method }) => new Response('', { status: method === 'HEAD' ? 503 : 200 })
    }],
    ['the page is gone as well', () => (server.page = () => new Response('', { status: 404 }))],
  ])('but %s, the page stays, and the next click tries again', async (_, act) => {
    const { failed } = load()
    act()
    click('http://shop.test/a')
    failed(gone)
    await clock.pass(0)
    expect(tab.visits).toEqual([])
    tab.isOnline = true
    server.page = null
    click('http://shop.test/a')
    expect(failed(gone)).toBe(true)
    await settle()
    expect(tab.visits).toEqual(['http://shop.test/a'])
  })
})

describe('a chunk that is really missing', () => {
  it('leads to one load: the new page does not load itself again', async () => {
    const url = 'http://shop.test/shop/1'
    load('v1').failed(gone, url)
    await settle()
    tab.address = url
    const { failed } = load('v2')
    expect(failed(gone, url)).toBe(false)
    await settle()
    expect(tab.visits).toEqual([url])
  })

  it('leads to one load also when the site serves the old build again', async () => {
    const url = 'http://shop.test/shop/1'
    for (let i = 0; i < 5; i++) {
      load('v1').failed(gone, url)
      await settle()
    }
    expect(tab.visits).toEqual([url])
  })

  it('does not prevent recovery from the next deploy', async () => {
    const url = 'http://shop.test/shop/1'
    load('v1').failed(gone, url)
    await settle()
    load('v2')
    expect(load('v3').failed(gone, url)).toBe(true)
  })

  it('leads to nothing if nothing can be remembered, because that could be a loop', async () => {
    tab.storageBlocked = true
    expect(load().failed(gone, 'http://shop.test/a')).toBe(false)
    await settle()
    expect(tab.visits).toEqual([])
  })
})

describe('with Vue Router', () => {
  const make = (lazy: () => Promise<never>): Router =>
    createRouter({ history: createMemoryHistory('/app'), routes: [
      { path: '/', component: {} }, { path: '/shop/:id', component: lazy }, { path: '/fine', component: {} },
    ] })

  it('the address of a navigation that nobody clicked is loaded', async () => {
    const router = make(() => Promise.reject(gone))
    await router.push('/')
    load('v1', router)
    await router.push('/shop/1?size=2').catch(() => {})
    await settle()
    expect(tab.visits).toEqual(['http://shop.test/app/shop/1?size=2'])
  })

  it('otherwise works as usual, and forgets a finished navigation', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const router = make(() => Promise.reject(new Error('of the application')))
    await router.push('/')
    const { failed, stop } = load('v1', router)
    await router.push('/fine')
    await router.push('/shop/1').catch(() => {})
    expect(failed(gone)).toBe(false)
    stop()
    expect(tab.listening).toEqual([])
    expect(tab.visits).toEqual([])
  })
})

it('with a data router of React Router, the address of the navigation is loaded', async () => {
  let tell = (_: unknown): void => {}
  const router = {
    state: null as never,
    subscribe: (listener: (state: never) => void) => ((tell = listener as typeof tell), () => {}),
    createHref: ({ pathname }: { pathname: string }) => `/app${pathname}`,
  } as unknown as ReactRouterLike
  load('v1', router)
  const here = { pathname: '/' }
  tell({ location: here, navigation: { location: { pathname: '/shop/1' } }, errors: null })
  tell({ location: { pathname: '/shop/1' }, navigation: {}, errors: { 0: gone } })
  await settle()
  expect(tab.visits).toEqual(['http://shop.test/app/shop/1'])
})

it('with a router of another kind, the application says where a navigation leads', async () => {
  const { navigating, failed } = load()
  navigating('/shop/1')
  navigating(null)
  expect(failed(gone)).toBe(false)
  navigating('/shop/2')
  expect(failed(gone)).toBe(true)
  await settle()
  expect(tab.visits).toEqual(['http://shop.test/shop/2'])
})

it('under server-side rendering does nothing', () => {
  const client = createRollcall({ version: 'v1' })
  expect(recoverChunks(client).failed(gone, '/a')).toBe(false)
})
