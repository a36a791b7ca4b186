// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Release } from '../../../src/api/types'
import { adoptionLine, adoptionOf } from '../../../src/model/history/adoption'
import type { Slice } from '../../../src/model/timeline'

const MINUTE = 60_000

const release: Release = { id: 'r', version: 'v2', force: false, at: 2 * MINUTE, by: 'ci', told: 10, tabs: 0, share: 0 }

/** A slice with a sample each minute, from the first minute on. */
function sliceOf(v1: readonly (number | null)[], v2: readonly (number | null)[]): Slice {
  return { at: v1.map((_, index) => (index + 1) * MINUTE), versions: [{ version: 'v1', counts: v1 }, { version: 'v2', counts: v2 }] }
}

describe('the adoption of a release', () => {
  const slice = sliceOf([10, 10, 4, 1, 0], [0, 0, 6, 9, 10])

  it('is how long it took until shares of the tabs were on it', () => {
    expect(adoptionOf(slice, release, null).times).toEqual(['1 minute', '2 minutes', '3 minutes'])
    expect(adoptionOf(slice, release, null).points.map(({ share }) => share)).toEqual([0, 0.6, 0.9, 1])
  })

  it('ends with the next release', () => {
    expect(adoptionOf(slice, release, 4 * MINUTE).times).toEqual(['1 minute', 'never', 'never'])
    expect(adoptionOf(sliceOf([9, 9, 9], [0, 0, 1]), release, null).times).toEqual(['not yet', 'not yet', 'not yet'])
  })

  it('is not known where the history does not go back so far', () => {
    const old = { ...release, at: 0 }
    expect(adoptionOf(sliceOf([4, 4], [6, 6]), old, null).times).toEqual(['not known', 'not yet', 'not yet'])
    expect(adoptionOf(sliceOf([4, 1], [6, 9]), old, null).times).toEqual(['not known', '2 minutes', 'not yet'])
    expect(adoptionOf(slice, old, MINUTE / 2).times).toEqual(['not known', 'not known', 'not known'])
  })

  it('has no share if nobody is there, or nothing is known', () => {
    expect(adoptionOf(sliceOf([0, null, 1], [0, null, 1]), { ...release, at: 0 }, null).points).toEqual([{ at: 3 * MINUTE, share: 0.5 }])
  })

  it('is drawn with steps: tabs stay as many as they were until the next sample', () => {
    const points = [{ at: 0, share: 0 }, { at: 5, share: 0.5 }, { at: 10, share: 1 }]
    expect(adoptionLine(points, 100, 20)).toBe('0,20 0,20 50,20 50,10 100,10 100,0')
    expect(adoptionLine([], 100, 20)).toBe('')
  })
})
