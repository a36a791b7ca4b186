// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { chartData, stackingOrder } from '../../src/model/chart'

describe('the chart', () => {
  const slice = {
    at: [5_000],
    versions: [
      { version: '(other)', counts: [1] },
      { version: 'v1', counts: [2] },
      { version: 'v2', counts: [4] },
    ],
  }

  it('has the current version at the bottom and the unnamed ones on top', () => {
    expect(stackingOrder(slice, 'v2').versions.map(({ version }) => version)).toEqual(['v2', 'v1', '(other)'])
  })

  it('has the named ones in the order of their releases', () => {
    const column = (version: string): { version: string; counts: number[] } => ({ version, counts: [1] })
    const mixed = { at: [5_000], versions: ['v1', '(other)', 'v3', 'unheard-of', 'v2'].map(column) }
    expect(stackingOrder(mixed, 'v3', ['v4', 'v3', 'v2', 'v1']).versions.map(({ version }) => version)).toEqual(['v3', 'v2', 'v1', 'unheard-of', '(other)'])
  })

  it('draws the areas from the topmost to the lowest', () => {
    expect(chartData(stackingOrder(slice, 'v2'))).toEqual([[5], [7], [6], [4]])
  })
})
