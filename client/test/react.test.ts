// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { act, createElement as h, useEffect, type FunctionComponent, type ReactNode } from 'react'
import { createRoot, hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRollcall, type Rollcall } from '../src/index'
import { RollcallProvider, UpdatePrompt, useActiveConnections, useRollcall, useRoute } from '../src/react/index'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

let clock: FakeClock
let server: FakeServer
let tab: FakeTab
let client: Rollcall
let host: HTMLElement
let root: Root | undefined

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
  client = createRollcall({ version: 'v1', transport: 'websocket', window: tab.window })
  host = document.createElement('div')
  await clock.pass(0)
})

afterEach(async () => {
  await act(async () => root?.unmount())
  root = undefined
})

const within = (content: ReactNode): ReactNode => h(RollcallProvider, { client }, content)

async function show(component: FunctionComponent): Promise<void> {
  root ??= createRoot(host)
  await act(async () => root?.render(within(h(component))))
}

async function send(message: Record<string, unknown>): Promise<void> {
  await act(async () => {
    server.last.send(message)
    await settle()
  })
}

const said = (): unknown[] => server.last.said.map(({ type }) => type)

describe('useActiveConnections', () => {
  const Here: FunctionComponent = () => h('p', null, JSON.stringify(useActiveConnections()))
  const shown = (): unknown => JSON.parse(host.textContent ?? '')

  it('is empty at first, then follows the stats, then is refused', async () => {
    await show(Here)
    const empty = { total: 0, versions: {}, routes: {}, connections: [] }
    expect(shown()).toEqual({ ...empty, authorized: null })
    const connections = [{ id: 'c1', version: 'v1', route: '/' }]
    const stats = { total: 1, versions: { v1: 1 }, routes: { '/': 1 }, connections, yourId: 'c1' }
    await send({ type: 'stats', ...stats })
    expect(shown()).toEqual({ ...stats, authorized: true })
    await send({ type: 'stats-unauthorized' })
    expect(shown()).toEqual({ ...empty, authorized: false })
  })

  it('subscribes on mount and unsubscribes on unmount', async () => {
    await show(Here)
    expect(said()).toEqual(['subscribe-stats'])
    await show(() => null)
    expect(said()).toEqual(['subscribe-stats', 'unsubscribe-stats'])
  })

  it('throws an error that says what is missing without a client', () => {
    expect(() => renderToString(h(Here))).toThrow(/no client \(expected: <RollcallProvider/)
  })
})

describe('useRollcall', () => {
  it('follows connection and version, with functions that stay the same', async () => {
    const told = vi.fn()
    const onOutdateds = new Set<unknown>()
    await show(() => {
      const { isConnected, isOutdated, serverVersion, onOutdated } = useRollcall()
      onOutdateds.add(onOutdated)
      useEffect(() => onOutdated(told), [onOutdated])
      return h('p', null, `${isConnected} ${isOutdated} ${serverVersion}`)
    })
    expect(host.textContent).toBe('true false v1')
    await send({ type: 'version', version: 'v2', timestamp: 1 })
    expect(host.textContent).toBe('true true v2')
    expect(told.mock.calls).toEqual([['v2']])
    expect(onOutdateds.size).toBe(1)
  })
})

it('useRoute reports the path', async () => {
  await show(() => (useRoute('/a?b'), null))
  await show(() => (useRoute('/c'), null))
  expect(server.last.said).toEqual([
    { type: 'route-update', route: '/a' },
    { type: 'route-update', route: '/c' },
  ])
})

it('UpdatePrompt renders when outdated, until dismissed', async () => {
  await show(() =>
    h(UpdatePrompt, {
      children: ({ version, serverVersion, dismiss }) => h('button', { onClick: dismiss }, `${version} to ${serverVersion}`),
    }),
  )
  expect(host.textContent).toBe('')
  await send({ type: 'version', version: 'v2', timestamp: 1 })
  expect(host.textContent).toBe('v1 to v2')
  await act(async () => host.querySelector('button')?.click())
  expect(host.textContent).toBe('')
})

it('hydrates what the server rendered without a difference, even when the client is connected by then', async () => {
  const Status: FunctionComponent = () => h('p', null, useRollcall().state.status, useActiveConnections().total)
  const html = renderToString(h(RollcallProvider, { client: createRollcall({ version: 'v1', autoConnect: false }) }, h(Status)))
  expect(html).toContain('idle')
  host.innerHTML = html
  const different = vi.fn()
  await act(async () => {
    root = hydrateRoot(host, within(h(Status)), { onRecoverableError: different })
  })
  expect(different).not.toHaveBeenCalled()
  expect(host.textContent).toContain('connected')
})
