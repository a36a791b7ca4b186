// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { knownVersions, unknownVersionText } from '../../../src/model/command/knownVersions'
import { confirmationOf, resultText } from '../../../src/model/confirmation'
import { emptyFilter, shareProblem, targetOf } from '../../../src/model/filter'
import { describeTarget } from '../../../src/model/target'

describe('the known versions', () => {
  const release = { id: '1', force: false, at: 0, by: 'ci', told: 1, tabs: 1, share: 100 }
  const known = knownVersions({ versions: { v1: 1, v4: 2, '(other)': 5 }, order: ['v1', 'v2', 'v4'] }, { current: 'v2', releases: [{ ...release, version: 'v2' }, { ...release, version: 'v0' }] })

  it('are those of tabs and of releases, latest first, without the name for the others', () => {
    expect(known).toEqual(['v4', 'v2', 'v1', 'v0'])
    expect(knownVersions(null, { current: '', releases: [] })).toEqual([])
  })

  it('tell a slip of the pen', () => {
    expect(unknownVersionText('v22', known)).toContain('No tab seen here has run v22')
    expect(unknownVersionText('v2', known)).toBeNull()
    expect(unknownVersionText('', known)).toBeNull()
  })
})

describe('a share of the tabs', () => {
  it('narrows a target, also that of all tabs', () => {
    expect(targetOf(emptyFilter(), 10)).toEqual({ percent: 10 })
    expect(targetOf({ ...emptyFilter(), outdated: true }, 10)).toEqual({ outdated: true, percent: 10 })
    expect(describeTarget({ percent: 10 })).toBe('10 % of all open tabs')
    expect(describeTarget({ outdated: true, percent: 10 })).toBe('10 % of the tabs on an outdated version')
  })

  it('is a whole number that the server takes', () => {
    expect([null, 1, 100].map(shareProblem)).toEqual([null, null, null])
    for (const share of [0, -1, 101, 1.5, Number.NaN]) expect(shareProblem(share)).toContain('expected')
  })
})

describe('announcing with force', () => {
  const forced = { kind: 'release', version: 'v2', force: true } as const

  it('says on the button that tabs reload', () => {
    expect(confirmationOf(forced, { matched: 5, previous: 'v1' })).toMatchObject({ title: 'Announce v2 and reload 5 tabs?', confirmLabel: 'Announce and reload 5 tabs' })
    expect(resultText(forced, { matched: 5 })).toBe('v2 is the current version. Reloading 5 tabs.')
  })
})
