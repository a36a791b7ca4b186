// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { chartData, fitted, placesWithLabel, releaseMarks } from '../../../src/model/chart'
import { historyRows, MAX_ROWS } from '../../../src/model/history/rows'

const release = { id: '1', force: false, by: 'ci', told: 1, tabs: 1, share: 100 }

describe('the marks of releases', () => {
  it('are those of the period, oldest first', () => {
    const releases = [
      { ...release, version: 'v3', at: 30, rollback: true },
      { ...release, version: 'v2', at: 20 },
      { ...release, version: 'v1', at: 5 },
    ]
    expect(releaseMarks(releases, 10, 40)).toEqual([
      { at: 20, version: 'v2', rollback: false },
      { at: 30, version: 'v3', rollback: true },
    ])
  })

  it('have a name where there is room, the latest always', () => {
    expect(placesWithLabel([0, 10, 95, 100, 300], 90)).toEqual([false, true, false, true, true])
    expect(placesWithLabel([], 90)).toEqual([])
  })

  it('have as much of the name as fits', () => {
    const widthOf = (text: string): number => [...text].length
    expect(fitted('build-1', 7, widthOf)).toBe('build-1')
    expect(fitted('build-12', 7, widthOf)).toBe('build-…')
    expect(fitted('build-12', 1, widthOf)).toBe('')
    expect(fitted('🚀🚀🚀', 2, widthOf)).toBe('🚀…')
  })
})

describe('the chart', () => {
  const slice = { at: [1_000, 2_000], versions: [{ version: 'v1', counts: [1, null] }, { version: 'v2', counts: [4, 5] }] }

  it('continues until now with the last known counts', () => {
    expect(chartData({ at: [1_000], versions: [{ version: 'v1', counts: [3] }] }, 5_000)).toEqual([[1, 5], [3, 3]])
    expect(chartData(slice, 2_000)[0]).toEqual([1, 2])
    expect(chartData({ at: [], versions: [] }, 9_000)).toEqual([[]])
  })

  it('is a table with the releases of each period', () => {
    const marks = [{ at: 1_500, version: 'v2', rollback: false }]
    expect(historyRows(slice, marks)).toEqual([
      { at: 1_000, counts: [1, 4], released: [] },
      { at: 2_000, counts: [null, 5], released: ['v2'] },
    ])
  })

  it('is a table of few rows that begins and ends as the chart does', () => {
    const at = Array.from({ length: 1_000 }, (_, index) => index)
    const rows = historyRows({ at, versions: [] }, at.map((moment) => ({ at: moment, version: `v${moment}`, rollback: false })))
    expect(rows).toHaveLength(MAX_ROWS)
    expect([rows[0]?.at, rows.at(-1)?.at]).toEqual([0, 999])
    expect(rows.flatMap(({ released }) => released)).toHaveLength(1_000)
    expect(historyRows({ at: [7], versions: [] }, [])).toHaveLength(1)
    expect(historyRows({ at: [], versions: [] }, [])).toEqual([])
  })
})
