// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { othersText, standingOf } from '../../src/model/standing'

describe('the standing of a version', () => {
  it.each([
    ['v2', 'current'],
    ['v1', 'outdated'],
    ['v3', 'ahead'],
    ['unheard-of', 'outdated'],
    ['(other)', null],
  ])('follows from the order: %s', (version, standing) => {
    expect(standingOf(version, 'v2', ['v1', 'v2', 'v3'])).toBe(standing)
  })

  it('is a comparison where the server sends no order, and unknown without a current version', () => {
    expect([standingOf('v3', 'v2'), standingOf('v2', 'v2'), standingOf('v2', null)]).toEqual(['outdated', 'current', null])
  })
})

it('the tabs that are not on the current version are counted by the server, or by comparison', () => {
  expect(othersText({ total: 9, outdated: 1, ahead: 3 }, 5)).toBe('1 tab outdated, 3 tabs ahead')
  expect(othersText({ total: 9, outdated: 0, ahead: 0 }, 9)).toBe('No tab is outdated')
  expect(othersText({ total: 9 }, 5)).toBe('4 tabs outdated')
})
