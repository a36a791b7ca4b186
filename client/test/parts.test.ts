// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { backoff, retryAfter } from '../src/core/browser/retry'
import { createEventParser } from '../src/core/transports/event-stream'
import { routeOf } from '../src/core/client/options'
import { isMessage, parseJson } from '../src/core/protocol/message-parser'
import type { StatsDeltaMessage, StatsMessage } from '../src/core/protocol/messages'
import { applyDelta } from '../src/core/stats/stats-delta'
import { createWatchdog, type Watchdog } from '../src/core/connection/watchdog'
import { FakeClock, FakeTab } from './fake/environment'
import { FakeServer } from './fake/server'

const clock = new FakeClock()
const tab = new FakeTab(clock, new FakeServer(clock))
const page = tab.window

describe('backoff', () => {
  it('is a random time up to a limit that doubles with each failure, to at most 60 s', () => {
    const waits = (chance: number): number[] => {
      tab.chance = chance
      return [0, 1, 2, 3, 4, 5, 6, 5_000].map((failures) => backoff(page, failures))
    }
    expect(waits(1)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
    expect(waits(0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  it.each([
    [null, 0],
    ['7', 7_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 2020 00:00:00 GMT', 0],
    ['soon', 0],
  ])('reads Retry-After %s', (header, millis) => {
    const headers: HeadersInit = header === null ? {} : { 'retry-after': header }
    expect(retryAfter(page, new Response('', { headers }))).toBe(millis)
  })
})

describe('event stream', () => {
  const read = (pieces: string[]): string[] => {
    const events: string[] = []
    pieces.forEach(createEventParser((data) => events.push(data)))
    return events
  }

  it.each(['\n', '\r', '\r\n'])('reads lines that end with %j, in pieces of any size', (end) => {
    const text = [': hello', 'retry: 7000', 'data: {"a":1}', '', 'data:x', 'data: y', 'id: 3', '', 'data: not whole'].join(end)
    const whole = ['{"a":1}', 'x\ny']
    expect(read([text])).toEqual(whole)
    expect(read([...text])).toEqual(whole)
    expect(read([text.slice(0, 20), text.slice(20)])).toEqual(whole)
  })

  it('reads data without a space, without a value, and with line separators of Unicode', () => {
    expect(read(['data:a\u2028b\n\ndata\ndatabase: x\n\n'])).toEqual(['a\u2028b', ''])
  })
})

describe('messages', () => {
  it.each(['', 'x', '1', 'null', '[]', '{}', '{"type":1}'])('does not take %j for a message', (text) => {
    expect(isMessage(parseJson(text))).toBe(false)
  })

  it('accepts unknown types with any name', () => {
    expect(isMessage(parseJson('{"type":"constructor","x":1}'))).toBe(true)
  })
})

describe('changes to stats', () => {
  const row = (id: string, version = 'v1'): { id: string; version: string; route: string } => ({ id, version, route: '/' })
  const before: StatsMessage = {
    type: 'stats', seq: 1, total: 2, yourId: 'a', versions: { v1: 2 }, routes: { '/': 2 }, connections: [row('a'), row('b')],
  }
  const delta: StatsDeltaMessage = {
    type: 'stats-delta', seq: 2, total: 2, current: 'v2', truncated: {},
    versions: JSON.parse('{"v1":0,"__proto__":2}') as Record<string, number>, routes: {},
    connections: { added: [row('c')], changed: [row('b', 'v2')], removed: ['a'] },
  }

  it('are applied in order, even with names such as __proto__', () => {
    const after = applyDelta(before, delta)
    expect(after?.connections.map(({ id, version }) => `${id} ${version}`)).toEqual(['b v2', 'c v1'])
    expect(Object.entries(after?.versions ?? {})).toEqual([['__proto__', 2]])
    expect(after).toMatchObject({ seq: 2, current: 'v2', yourId: 'a' })
    expect(before.connections).toHaveLength(2)
  })

  it('may take an entry from its place and put it at the end', () => {
    const connections = { added: [row('c'), row('b')], changed: [], removed: ['b'] }
    expect(applyDelta(before, { ...delta, connections })?.connections.map(({ id }) => id)).toEqual(['a', 'c', 'b'])
  })

  it('are not applied when a message was missed', () => {
    expect(applyDelta(before, { ...delta, seq: 3 })).toBeUndefined()
    expect(applyDelta(null, delta)).toBeUndefined()
  })
})

describe('version and route', () => {
  it.each([
    ['/a?b#c', '/a'],
    ['', '/'],
    ['?x', '/'],
    ['a/b', '/a/b'],
    ['/a\nb\u202E', '/a%0Ab%E2%80%AE'],
    ['/' + 'x'.repeat(600), '/' + 'x'.repeat(511)],
    ['/' + 'x'.repeat(510) + '👋', '/' + 'x'.repeat(510)],
  ])('turns %j into a route that fits', (route, path) => expect(routeOf(route)).toBe(path))

})

describe('watchdog', () => {
  const make = (probe: (() => void) | undefined): { clock: FakeClock; dog: Watchdog; deaths: boolean[] } => {
    const clock = new FakeClock()
    const deaths: boolean[] = []
    const page = new FakeTab(clock, new FakeServer(clock)).window
    const dog = createWatchdog(page, 25_000, probe, ({ excused }) => deaths.push(excused === true), new AbortController().signal)
    return { clock, dog, deaths }
  }

  it('sends a probe after one beat and reports a dead stream after two', async () => {
    let asked = 0
    const { clock, deaths } = make(() => asked++)
    await clock.pass(25_000)
    expect(asked).toBe(1)
    await clock.pass(24_999)
    expect(deaths).toEqual([])
    await clock.pass(1)
    expect(deaths).toEqual([false])
  })

  it('tolerates the timer of a hidden tab that fires a minute late', async () => {
    let asked = 0
    const { clock, dog, deaths } = make(() => {
      asked++
      dog.alive()
    })
    clock.sleep(80_000)
    await clock.pass(0)
    expect(asked).toBe(1)
    expect(deaths).toEqual([])
  })

  it('excuses a longer gap, because the machine slept', async () => {
    const { clock, deaths } = make(() => {})
    clock.sleep(25_000 + 90_001)
    await clock.pass(0)
    expect(deaths).toEqual([true])
  })

  it('sends a probe as soon as the user is back, and reports a dead stream one beat later', async () => {
    let asked = 0
    const { clock, dog, deaths } = make(() => asked++)
    clock.sleep(30_000)
    dog.check()
    expect(asked).toBe(1)
    await clock.pass(24_999)
    expect(deaths).toEqual([])
    await clock.pass(1)
    expect(deaths).toEqual([false])
  })

  it('leaves a healthy stream alone when the user is back', async () => {
    const { clock, dog, deaths } = make(() => expect.unreachable())
    clock.sleep(20_000)
    dog.check()
    expect(deaths).toEqual([])
  })
})
