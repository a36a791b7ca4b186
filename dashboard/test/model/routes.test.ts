// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { busiestRoutes } from '../../src/model/routes'

describe('the busiest routes', () => {
  const routes = { '/b': 2, '/Blog': 9, '/a': 2 }

  it('are ordered by count, then by name', () => {
    expect(busiestRoutes(routes, '').map(({ route }) => route)).toEqual(['/Blog', '/a', '/b'])
  })

  it('are found by any part, ignoring case', () => {
    expect(busiestRoutes(routes, 'BL')).toEqual([{ route: '/Blog', count: 9 }])
  })
})
