// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/api/types'
import { describeTarget } from '../../src/model/target'

describe('the description of a target', () => {
  it.each<[Target, string]>([
    ['all', 'all open tabs'],
    [{ route: '/a' }, 'tabs on routes that begin with /a'],
    [{ route: '/a', match: 'prefix' }, 'tabs on routes that begin with /a'],
    [{ route: '/a', match: 'exact' }, 'tabs on the route /a'],
    [{ route: '/a/*', match: 'glob' }, 'tabs on routes that match the glob /a/*'],
    [{ route: '^/a', match: 'regex' }, 'tabs on routes that match the regular expression ^/a'],
    [{ versions: ['v1'] }, 'tabs on version v1'],
    [{ versions: ['v1', 'v2'] }, 'tabs on version v1 or v2'],
    [{ outdated: true }, 'tabs on an outdated version'],
    [{ route: '/a', match: 'exact', versions: ['v1'], users: ['ann', 'bob'], outdated: true }, 'tabs on the route /a, on version v1, of user ann or bob, on an outdated version'],
  ])('%j', (target, text) => {
    expect(describeTarget(target)).toBe(text)
  })
})
