// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, createSSRApp, defineComponent, h, nextTick, type App, type Component } from 'vue'
import { createMemoryHistory, createRouter, createWebHashHistory, type RouterHistory } from 'vue-router'
import { createRollcall, type Rollcall } from '../src/index'
import { rollcall, UpdatePrompt, useActiveConnections, useRollcall, type Update } from '../src/vue/index'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

let clock: FakeClock
let server: FakeServer
let tab: FakeTab
let client: Rollcall

beforeEach(async () => {
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
  client = createRollcall({ version: 'v1', transport: 'websocket', window: tab.window })
  await clock.pass(0)
})

/** Mounts a component with this `setup`. */
function mount<T>(setup: () => T): { app: App; result: T } {
  let result: T | undefined
  const app = createApp(defineComponent({ setup: () => ((result = setup()), () => h('p')) }))
  app.use(rollcall({ client })).mount(document.createElement('div'))
  return { app, result: result as T }
}

const stats = {
  type: 'stats', total: 42, versions: { a: 35, b: 7 }, routes: { '/': 42 }, yourId: 'c1',
  connections: [{ id: 'c1', version: 'b', route: '/', ip: '192.0.2.1' }],
}

async function announce(version: string): Promise<void> {
  server.last.send({ type: 'version', version, timestamp: clock.millis })
  await settle()
}

describe('useActiveConnections', () => {
  it('returns exactly total, versions, routes, connections, yourId and authorized', () => {
    const { result } = mount(() => useActiveConnections())
    expect(Object.keys(result)).toEqual(['total', 'versions', 'routes', 'connections', 'yourId', 'authorized'])
  })

  it('is empty at first, then follows the stats, then is refused', async () => {
    const { total, versions, routes, connections, yourId, authorized } = mount(() => useActiveConnections()).result
    expect([total.value, versions.value, routes.value, connections.value]).toEqual([0, {}, {}, []])
    expect([yourId.value, authorized.value]).toEqual([undefined, null])
    await settle()
    server.last.send(stats)
    await settle()
    expect([total.value, versions.value, routes.value]).toEqual([42, { a: 35, b: 7 }, { '/': 42 }])
    expect(connections.value.find((one) => one.id === yourId.value)?.ip).toBe('192.0.2.1')
    expect(authorized.value).toBe(true)
    server.last.send({ type: 'stats-unauthorized' })
    await settle()
    expect([total.value, connections.value, authorized.value]).toEqual([0, [], false])
  })

  it('subscribes once for many components, and unsubscribes with the last one', async () => {
    const said = (): unknown[] => server.last.said.map(({ type }) => type)
    const first = mount(() => useActiveConnections())
    const second = mount(() => useActiveConnections())
    await settle()
    first.app.unmount()
    await settle()
    expect(said()).not.toContain('unsubscribe-stats')
    second.app.unmount()
    await settle()
    expect(said().filter((type) => type === 'unsubscribe-stats')).toHaveLength(1)
  })

  it('throws an error that says what is missing without a client', () => {
    expect(() => useActiveConnections()).toThrow(/no client \(expected: app\.use/)
  })
})

describe('useRollcall', () => {
  it('follows connection and version', async () => {
    const { isConnected, isOutdated, serverVersion } = mount(() => useRollcall()).result
    expect([isConnected.value, isOutdated.value, serverVersion.value]).toEqual([true, false, 'v1'])
    await announce('v2')
    expect([isOutdated.value, serverVersion.value]).toEqual([true, 'v2'])
    client.disconnect()
    expect(isConnected.value).toBe(false)
  })

  it('onOutdated reports each version once, including the present one, until the component is unmounted', async () => {
    await announce('v2')
    const told = vi.fn()
    const { app } = mount(() => useRollcall().onOutdated(told))
    await announce('v2')
    await announce('v3')
    await announce('v1')
    await announce('v3')
    expect(told.mock.calls).toEqual([['v2'], ['v3'], ['v3']])
    app.unmount()
    await announce('v4')
    expect(told).toHaveBeenCalledTimes(3)
  })

  it('reloads and dismisses with functions that do not need `this`', async () => {
    const { reload, dismiss } = mount(() => useRollcall()).result
    await announce('v2')
    dismiss()
    expect(client.state.dismissed).toBe('v2')
    reload()
    await settle()
    expect(tab.reloads).toBe(1)
  })
})

describe('UpdatePrompt', () => {
  const slot = ({ version, serverVersion, seconds, reload, dismiss }: Update): unknown => [
    h('b', `${version} to ${serverVersion} in ${seconds}`),
    h('button', { onClick: reload }, 'Reload'),
    h('button', { onClick: dismiss }, 'Later'),
  ]

  function show(): HTMLElement {
    const host = document.createElement('div')
    const root: Component = { render: () => h(UpdatePrompt, null, { default: slot }) }
    createApp(root).use(rollcall({ client })).mount(host)
    return host
  }

  it('renders when outdated, until dismissed, and again for the next version', async () => {
    const host = show()
    expect(host.textContent).toBe('')
    await announce('v2')
    expect(host.querySelector('b')?.textContent).toBe('v1 to v2 in null')
    host.querySelectorAll('button')[1]?.click()
    await nextTick()
    expect(host.textContent).toBe('')
    await announce('v3')
    expect(host.textContent).toContain('v1 to v3')
    host.querySelector('button')?.click()
    await settle()
    expect(tab.reloads).toBe(1)
  })

  it('counts down to a reload that the server has ordered', async () => {
    const host = show()
    server.last.send({ type: 'version', version: 'v1', force: true, timestamp: clock.millis, after: 2_500 })
    await settle()
    expect(host.textContent).toContain('in 3')
    await clock.pass(1_000)
    expect(host.textContent).toContain('in 2')
  })
})

describe('the plugin', () => {
  it('follows the router, but not a failed navigation', async () => {
    const page = { render: () => null }
    const routes = ['/', '/a', '/b', '/no'].map((path) => ({ path, component: page }))
    const router = createRouter({ history: createMemoryHistory(), routes })
    router.beforeEach(({ path }) => path !== '/no')
    const app = createApp(page)
    app.use(rollcall({ client, router })).use(router).mount(document.createElement('div'))
    await router.push('/a?token=1#x')
    expect(client.state.route).toBe('/a')
    await router.push('/no')
    expect(client.state.route).toBe('/a')
    app.unmount()
    await router.push('/b')
    expect(client.state.route).toBe('/a')
  })

  it('disconnects a client that it has created when the application is unmounted, but not one that it was given', async () => {
    const own = createApp({ render: () => null })
    own.use(rollcall({ version: 'v9', window: tab.window })).mount(document.createElement('div'))
    await clock.pass(0)
    expect(server.last.query.get('version')).toBe('v9')
    own.unmount()
    mount(() => null).app.unmount()
    await settle()
    expect(server.open.map(({ query }) => query.get('version'))).toEqual(['v1'])
  })
})

describe('hydration', () => {
  it('begins with what the server has rendered, then shows what the browser knows', async () => {
    const different = vi.spyOn(console, 'error').mockImplementation(() => {})
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const host = document.createElement('div')
    host.innerHTML = '<p>idle at /</p>'
    const root: Component = {
      setup: () => {
        const { state } = useRollcall()
        return () => h('p', `${state.value.status} at ${state.value.route}`)
      },
    }
    const app = createSSRApp(root).use(rollcall({ client }))
    app.mount(host)
    await nextTick()
    expect([different.mock.calls, warned.mock.calls]).toEqual([[], []])
    expect(host.innerHTML).toBe('<p>connected at /basket</p>')
    client.setRoute('/next')
    await nextTick()
    expect(host.innerHTML).toBe('<p>connected at /next</p>')
    app.unmount()
    client.setRoute('/after')
    await nextTick()
    expect(host.innerHTML).toBe('')
  })
})

it('the pattern of a route is its group, where the application wants that', async () => {
  const routes = [{ path: '/shop', component: {}, children: [{ path: ':id(\\d+)', component: {} }] }, { path: '/', component: {} }]
  const router = createRouter({ history: createMemoryHistory('/app'), routes })
  createApp({ render: () => null }).use(rollcall({ client, router, groups: true })).use(router).mount(document.createElement('div'))
  await router.push('/shop/17')
  expect(client.state).toMatchObject({ route: '/app/shop/17', group: '/app/shop/:id(\\d+)' })
})

describe('the base of the router', () => {
  const routes = [{ path: '/', component: {} }, { path: '/shop/:id', component: {} }]
  it.each<[string, RouterHistory, string]>([
    ['belongs to the route', createMemoryHistory('/app/'), '/app/shop/1'],
    ['is left out where the routes are in the fragment', createWebHashHistory('/app/'), '/shop/1'],
    ['may be absent', createMemoryHistory(), '/shop/1'],
  ])('%s', async (_, history, route) => {
    const router = createRouter({ history, routes })
    createApp({ render: () => null }).use(rollcall({ client, router })).use(router).mount(document.createElement('div'))
    await router.push('/shop/1?size=2')
    expect(client.state.route).toBe(route)
  })
})
