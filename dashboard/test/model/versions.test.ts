// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { byRelease, shareOf, versionShares } from '../../src/model/versions'

describe('the shares of the versions', () => {
  it('begin with the current version, even with no tab on it', () => {
    expect(versionShares({ v1: 3, v2: 1 }, 'v3').map(({ version, count, share }) => [version, count, share])).toEqual([
      ['v3', 0, 0],
      ['v1', 3, 0.75],
      ['v2', 1, 0.25],
    ])
  })

  it('add up what is beyond the named versions and lose no tab', () => {
    const versions = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`v${index}`, 1]))
    const lines = versionShares({ ...versions, '(other)': 10 }, 'v29')
    expect(lines).toHaveLength(13)
    expect(lines[0]?.version).toBe('v29')
    expect(lines.at(-1)).toMatchObject({ version: '(other)', count: 28 })
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(40)
  })

  it('stand in the order of releases on a bar', () => {
    const shares = versionShares({ v1: 9, v2: 1, v3: 5, x: 2, '(other)': 1 }, 'v3')
    expect(byRelease(shares, ['v4', 'v3', 'v2', 'v1']).map(({ version }) => version)).toEqual(['v3', 'v2', 'v1', 'x', '(other)'])
  })

  it('are 0 when there is no tab, and for names that no tab runs', () => {
    expect(shareOf('v1', {}, 0)).toBe(0)
    expect(shareOf('constructor', { v1: 1 }, 1)).toBe(0)
    expect(shareOf('v1', { v1: 1, v2: 3 }, 4)).toBe(0.25)
  })
})
