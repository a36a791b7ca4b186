// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { stacked, Timeline } from '../../src/model/timeline'

const START = 1_700_000_000_000
const HOUR = 3_600_000

function withHistory(): Timeline {
  const timeline = new Timeline()
  timeline.replace({ step: 10_000, at: [START, START + 10_000], total: [3, 4], versions: { v1: [3, 3], v2: [0, 1] } })
  return timeline
}

describe('the timeline', () => {
  it('continues the history of the server', () => {
    const timeline = withHistory()
    timeline.add(START + 20_000, { v1: 1, v2: 3 })
    expect(timeline.since(START)).toEqual({
      at: [START, START + 10_000, START + 20_000],
      versions: [{ version: 'v1', counts: [3, 3, 1] }, { version: 'v2', counts: [0, 1, 3] }],
    })
  })

  it('keeps one sample per step: the newest counts win, and a version without tabs counts 0', () => {
    const timeline = withHistory()
    timeline.add(START + 20_000, { v1: 1, v2: 3 })
    timeline.add(START + 25_000, { v2: 5 })
    timeline.add(START + 30_000, { v2: 6 })
    const { at, versions } = timeline.since(START + 20_000)
    expect(at).toEqual([START + 25_000, START + 30_000])
    expect(versions).toEqual([{ version: 'v2', counts: [5, 6] }])
  })

  it('never overwrites the history of the server', () => {
    const timeline = withHistory()
    timeline.add(START + 10_500, { v1: 9 })
    expect(timeline.since(START).at).toEqual([START, START + 10_000, START + 10_500])
    timeline.add(START + 5_000, { v1: 7 })
    expect(timeline.since(START).at).toHaveLength(3)
  })

  it('starts a new version at 0 where the past is known and leaves gaps where it is not', () => {
    const timeline = new Timeline()
    timeline.replace({ step: 10_000, at: [START, START + 10_000], total: [null, 2], versions: { v1: [null, 2] } })
    timeline.add(START + 20_000, { v1: 1, v9: 1 })
    expect(timeline.since(START).versions).toEqual([
      { version: 'v1', counts: [null, 2, 1] },
      { version: 'v9', counts: [null, 0, 1] },
    ])
  })

  it('treats every name as data', () => {
    const timeline = withHistory()
    timeline.add(START + 20_000, JSON.parse('{"__proto__": 4, "constructor": 2}') as Record<string, number>)
    const last = timeline.since(START + 20_000).versions
    expect(last).toEqual([{ version: '__proto__', counts: [4] }, { version: 'constructor', counts: [2] }])
  })

  it('names at most 12 versions and adds up the others', () => {
    const timeline = new Timeline()
    const versions = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`v${index}`, 100 - index]))
    timeline.add(START, { ...versions, '(other)': 7 })
    const slice = timeline.since(START)
    expect(slice.versions).toHaveLength(13)
    expect(slice.versions.at(-1)).toEqual({ version: '(other)', counts: [7 + 88 + 87 + 86 + 85 + 84 + 83 + 82 + 81] })
  })

  it('drops samples after 24 hours', () => {
    const timeline = withHistory()
    timeline.add(START + 24 * HOUR + 5_000, { v1: 1 })
    expect(timeline.since(0).at).toEqual([START + 10_000, START + 24 * HOUR + 5_000])
    expect(timeline.since(0).versions).toContainEqual({ version: 'v1', counts: [3, 1] })
  })

  it('is empty for a period without samples', () => {
    expect(new Timeline().since(0)).toEqual({ at: [], versions: [] })
    expect(withHistory().since(START + HOUR)).toEqual({ at: [], versions: [] })
  })

  it('stacks the versions on each other and keeps gaps', () => {
    const slice = { at: [1, 2], versions: [{ version: 'a', counts: [1, null] }, { version: 'b', counts: [2, null] }] }
    expect(stacked(slice)).toEqual([[1, null], [3, null]])
  })
})
