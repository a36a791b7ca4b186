// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { emptyFilter, isEmpty, queryOf, targetOf } from '../../src/model/filter'

describe('a filter', () => {
  it('narrows by the fields that were filled in', () => {
    const filter = { ...emptyFilter(), route: '/a', match: 'glob' as const, version: 'v1', outdated: true }
    expect(isEmpty(filter)).toBe(false)
    expect(queryOf(filter)).toEqual({ route: '/a', match: 'glob', version: 'v1', outdated: true })
    expect(targetOf(filter)).toEqual({ route: '/a', match: 'glob', versions: ['v1'], outdated: true })
    expect(targetOf({ ...emptyFilter(), user: 'ann' })).toEqual({ users: ['ann'] })
  })

  it('means every tab when nothing was filled in', () => {
    expect(isEmpty(emptyFilter())).toBe(true)
    expect(isEmpty({ ...emptyFilter(), match: 'regex' })).toBe(true)
    expect(queryOf(emptyFilter())).toEqual({})
    expect(targetOf(emptyFilter())).toBe('all')
  })
})
