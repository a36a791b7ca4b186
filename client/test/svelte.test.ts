// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createRollcall } from '../src/index'
import { activeConnections, rollcallState, update } from '../src/svelte/index'
import { begin, client, open, server, turn } from './fake/world'

const said = (): unknown[] => server.last.said.map(({ type }) => type)

async function send(message: Record<string, unknown>): Promise<void> {
  server.last.send(message)
  await turn()
}

beforeEach(async () => {
  begin('websocket')
  await open()
})

describe('rollcallState', () => {
  it('calls at once, follows the client, and ends', async () => {
    const run = vi.fn()
    const end = rollcallState(client).subscribe(run)
    expect(run.mock.calls).toEqual([[client.state]])
    client.setRoute('/basket')
    expect(run).toHaveBeenLastCalledWith(expect.objectContaining({ route: '/basket' }))
    const calls = run.mock.calls.length
    end()
    client.setRoute('/checkout')
    expect(run).toHaveBeenCalledTimes(calls)
  })
})

describe('update', () => {
  it('is null until there is something to ask, and when the user has dismissed it', async () => {
    const run = vi.fn()
    const end = update(client).subscribe(run)
    expect(run.mock.calls).toEqual([[null]])
    await send({ type: 'version', version: 'v2', outdated: true })
    expect(run).toHaveBeenLastCalledWith(expect.objectContaining({ version: 'v1', serverVersion: 'v2' }))
    run.mock.lastCall?.[0].dismiss()
    expect(run).toHaveBeenLastCalledWith(null)
    end()
  })
})

describe('activeConnections', () => {
  it('is empty at first and then follows the stats', async () => {
    const run = vi.fn()
    const end = activeConnections(client).subscribe(run)
    expect(run).toHaveBeenCalledWith({ total: 0, versions: {}, routes: {}, connections: [], authorized: null })
    const stats = { total: 1, versions: { v1: 1 }, routes: { '/': 1 }, connections: [], yourId: 'c1' }
    await send({ type: 'stats', ...stats })
    expect(run).toHaveBeenLastCalledWith({ ...stats, authorized: true })
    end()
  })

  it('is subscribed to stats while it has subscribers', async () => {
    const store = activeConnections(client)
    expect(said()).toEqual([])
    const ends = [store.subscribe(() => {}), store.subscribe(() => {})]
    await turn() // the part about stats is loaded when it is first needed
    expect(new Set(said())).toEqual(new Set(['subscribe-stats']))
    ends[0]?.()
    await turn()
    expect(said()).not.toContain('unsubscribe-stats')
    ends[1]?.()
    await turn()
    expect(said().at(-1)).toBe('unsubscribe-stats')
  })
})

describe('on a server', () => {
  it('has the empty state', () => {
    const run = vi.fn()
    const idle = createRollcall({ version: 'v1' })
    rollcallState(idle).subscribe(run)()
    activeConnections(idle).subscribe(run)()
    expect(run.mock.calls).toEqual([[idle.state], [expect.objectContaining({ total: 0, authorized: null })]])
  })
})
