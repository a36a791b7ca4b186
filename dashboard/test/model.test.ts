// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { bottomUp, dataOf } from '../src/model/chart'
import { isFiltered, noFilter, queryOf, targetOf } from '../src/model/filter'
import { duration, percent, tabs } from '../src/model/format'
import { messageOf } from '../src/model/message'
import { busiest } from '../src/model/routes'
import { shareOf, shares, Tones } from '../src/model/shares'
import { question, report } from '../src/model/words'

describe('shares', () => {
  it('put the version in force first, even with no tab on it', () => {
    expect(shares({ v1: 3, v2: 1 }, 'v3').map(({ version, count, share }) => [version, count, share])).toEqual([
      ['v3', 0, 0],
      ['v1', 3, 0.75],
      ['v2', 1, 0.25],
    ])
  })

  it('add up what is beyond the named ones, and lose nobody', () => {
    const versions = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`v${index}`, 1]))
    const lines = shares({ ...versions, '(other)': 10 }, 'v29')
    expect(lines).toHaveLength(13)
    expect(lines[0]?.version).toBe('v29')
    expect(lines.at(-1)).toMatchObject({ version: '(other)', count: 28 })
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(40)
  })

  it('are 0 when nobody is there, and for names that are no version', () => {
    expect(shareOf('v1', {}, 0)).toBe(0)
    expect(shareOf('constructor', { v1: 1 }, 1)).toBe(0)
    expect(shareOf('v1', { v1: 1, v2: 3 }, 4)).toBe(0.25)
  })

  it('keep a version its colour, apart from being in force', () => {
    const tones = new Tones()
    expect([tones.of('v1', 'v1'), tones.of('v2', 'v1'), tones.of('v3', 'v1')]).toEqual(['current', '0', '1'])
    expect([tones.of('v2', 'v2'), tones.of('v3', 'v2'), tones.of('v1', 'v2')]).toEqual(['current', '1', '2'])
    expect(tones.of('(other)', 'v2')).toBe('other')
  })
})

describe('numbers and times', () => {
  it('say all or none only when it is so', () => {
    expect([0, 0.00001, 0.5, 0.99999, 1].map(percent)).toEqual(['0%', '0.1%', '50.0%', '99.9%', '100%'])
  })

  it('count tabs', () => {
    expect([tabs(1), tabs(0), tabs(100_000)]).toEqual(['1 tab', '0 tabs', '100,000 tabs'])
  })

  it('use the largest unit', () => {
    expect([900, 59_000, 3_599_000, 7_200_000, 200_000_000].map(duration)).toEqual(['1 sec', '59 sec', '59 min', '2 hr', '2 days'])
  })
})

describe('the filter', () => {
  it('narrows by what was filled in', () => {
    expect(isFiltered(noFilter())).toBe(false)
    expect(isFiltered({ ...noFilter(), match: 'regex' })).toBe(false)
    const filter = { ...noFilter(), route: '/a', match: 'glob' as const, version: 'v1', outdated: true }
    expect(queryOf(filter)).toEqual({ route: '/a', match: 'glob', version: 'v1', outdated: true })
    expect(targetOf(filter)).toEqual({ route: '/a', match: 'glob', versions: ['v1'], outdated: true })
  })

  it('is everybody when nothing was', () => {
    expect(targetOf(noFilter())).toBe('all')
    expect(targetOf({ ...noFilter(), user: 'ann' })).toEqual({ users: ['ann'] })
  })
})

describe('routes', () => {
  it('come busiest first, and are found in any case', () => {
    const routes = { '/b': 2, '/Blog': 9, '/a': 2 }
    expect(busiest(routes, '').map(({ route }) => route)).toEqual(['/Blog', '/a', '/b'])
    expect(busiest(routes, 'BL')).toEqual([{ route: '/Blog', count: 9 }])
  })
})

describe('the chart', () => {
  it('has the version in force at the bottom and the unnamed on top, drawn from the top', () => {
    const counts = (value: number): number[] => [value]
    const slice = { at: [5_000], versions: [{ version: '(other)', counts: counts(1) }, { version: 'v1', counts: counts(2) }, { version: 'v2', counts: counts(4) }] }
    const ordered = bottomUp(slice, 'v2')
    expect(ordered.versions.map(({ version }) => version)).toEqual(['v2', 'v1', '(other)'])
    expect(dataOf(ordered)).toEqual([[5], [7], [6], [4]])
  })
})

describe('messages', () => {
  it('are a type and the fields of an object', () => {
    expect(messageOf('notice', ' {"text": "hi"} ')).toEqual({ type: 'notice', text: 'hi' })
    expect(messageOf('notice', '')).toEqual({ type: 'notice' })
  })

  it('cannot pass for one of the protocol, by type or by a field', () => {
    expect(messageOf('version', '')).toContain('belongs to the protocol')
    expect(messageOf('notice', '{"type": "version"}')).toEqual({ type: 'notice' })
  })

  it.each(['[1]', '"text"', 'null', '{oops'])('say what does not fit: %s', (fields) => {
    expect(messageOf('notice', fields)).toContain('not a JSON object')
  })
})

describe('confirmations', () => {
  it('show the number and the target', () => {
    const asked = question({ kind: 'reload', target: { route: '/a' } }, { matched: 17, target: 'routes beginning with /a' })
    expect(asked).toMatchObject({ title: 'Reload 17 tabs?', yes: 'Reload 17 tabs' })
    expect(asked.body).toContain('routes beginning with /a')
  })

  it('say when it is everybody', () => {
    expect(question({ kind: 'message', target: 'all', message: { type: 'x' } }, { matched: 1, target: 'all' }).body).toContain('every open tab')
  })

  it('say when announcing changes nothing', () => {
    const command = { kind: 'release', version: 'v2', force: false } as const
    expect(question(command, { matched: 0, unchanged: true }).body).toContain('nothing changes')
    expect(report(command, { matched: 0, unchanged: true })).toContain('nothing changed')
    expect(report(command, { matched: 3 })).toBe('v2 is in force: 3 tabs were told.')
  })
})
