// SPDX-License-Identifier: Apache-2.0
// The client reads and sends the messages in docs/fixtures. The server's tests read the same files.
import { readdirSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createRollcall, isReservedType, type Rollcall, type ServerMessage, type StatsMessage, type VersionMessage } from '../src/index'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

type Message = Readonly<Record<string, unknown>> & { readonly type: string }

const folder = new URL('../../docs/fixtures/', import.meta.url)

function fixtures(name: string): Map<string, Message> {
  const files = readdirSync(new URL(`${name}/`, folder))
  return new Map(
    files.map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), 'utf8')) as Message,
    ]),
  )
}

const toTab = fixtures('to-tab')
const fromTab = fixtures('from-tab')

const types = JSON.parse(readFileSync(new URL('reserved-types.json', folder), 'utf8')) as {
  readonly reserved: readonly string[]
  readonly free: readonly string[]
}

let clock: FakeClock
let server: FakeServer
let tab: FakeTab
let client: Rollcall

beforeEach(async () => {
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
  client = createRollcall({ version: 'build-2', window: tab.window, beforeReload: () => false })
  await clock.pass(0)
})

async function send(...names: string[]): Promise<void> {
  for (const name of names) server.last.send(toTab.get(name) ?? expect.unreachable(name))
  await settle()
}

describe('messages to the tab', () => {
  it.each([...toTab.keys()].filter((name) => !name.startsWith('stats')))('%s is passed on unchanged', async (name) => {
    const heard: ServerMessage[] = []
    client.on('message', (message) => heard.push(message))
    await send(name)
    expect(heard).toEqual([toTab.get(name)])
    expect(tab.errors).toEqual([])
  })

  it('connected sets the id of the tab and the current version', async () => {
    await send('connected')
    expect(client.state).toMatchObject({ id: 'Zm9v', serverVersion: 'build-2', isOutdated: false })
  })

  it.each([
    ['connected-behind', 'build-1', true, true],
    ['connected-ahead', 'build-1', false, false],
    ['announcement', 'build-3', true, false],
    ['announcement-of-own', 'build-2', false, false],
    ['rollback', 'build-1', true, true],
  ])('%s says whether the tab is outdated, whatever the names of the versions', async (name, serverVersion, isOutdated, isRollback) => {
    await send(name)
    expect(client.state).toMatchObject({ serverVersion, isOutdated, isRollback, reload: null })
  })

  it('announcement-of-own ends what an announcement began, and a rollback is over with the next version', async () => {
    await send('announcement')
    expect(client.state.isOutdated).toBe(true)
    await send('announcement-of-own')
    expect(client.state.isOutdated).toBe(false)
    await send('rollback', 'announcement')
    expect(client.state).toMatchObject({ isOutdated: true, isRollback: false })
  })

  it('reload-command is obeyed after its delay and before its deadline', async () => {
    const { timestamp, deadline } = toTab.get('reload-command') as unknown as VersionMessage
    await send('reload-command')
    expect(client.state.reload).toMatchObject({ command: 'k-17', remaining: 1_500, phase: 'scheduled' })
    expect(client.state.reload?.deadline).toBe(clock.millis + Number(deadline) - Number(timestamp))
  })

  it('reconnect is obeyed', async () => {
    await send('reconnect')
    expect(client.state.retryAt).toBe(clock.millis + 4_200)
  })

  it('stats and a change result in the stats that follow', async () => {
    client.subscribeStats()
    await send('stats')
    expect(client.state.stats).toEqual(toTab.get('stats'))
    await send('stats-delta')
    expect(client.state.stats).toEqual(toTab.get('stats-after-delta'))
    await send('stats-unauthorized')
    expect(client.state).toMatchObject({ stats: null, authorized: false })
    await send('stats-undecided')
    expect(client.state).toMatchObject({ stats: null, authorized: false })
    expect(tab.errors).toEqual([])
  })
})

it('messages from the tab are sent as in docs/fixtures', async () => {
  client.setRoute('/shopping/ü')
  const unsubscribe = client.subscribeStats()
  await settle()
  unsubscribe()
  await send('reload-command')
  await clock.pass(25_000)
  for (const [name, message] of fromTab) expect(server.last.said, name).toContainEqual(message)
})

describe('types of messages', () => {
  it.each(types.reserved)('%j is reserved for the contract', (type) => expect(isReservedType(type)).toBe(true))

  it.each(types.free)('%j is free for applications', (type) => expect(isReservedType(type)).toBe(false))

  it.each([...toTab])('the type of %s is reserved unless it is a message of the application', (name, { type }) => {
    expect(isReservedType(type)).toBe(name !== 'custom')
  })
})

it('TypeScript infers a message from its type', () => {
  expectTypeOf<VersionMessage['force']>().toEqualTypeOf<boolean | undefined>()
  client.on('stats', (stats) => expectTypeOf(stats).toEqualTypeOf<StatsMessage>())
})
