// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { shortName, shortNames } from '../../../src/model/naming/shortName'

describe('the short form of a name', () => {
  it('is the name where it is short, and else its beginning and its end', () => {
    expect(shortName('build-2026.11.29')).toBe('build-2026.11.29')
    expect(shortName('3f2a9c1be0d44f6a8b7c5d3e2f1a0b9c8d7e6f5a')).toBe('3f2a9c1b…8d7e6f5a')
    expect(shortName('🚀'.repeat(20))).toBe(`${'🚀'.repeat(8)}…${'🚀'.repeat(8)}`)
  })

  it('grows until no two names have the same', () => {
    const [a, b, c] = ['release-of-november-north-0000001', 'release-of-november-south-0000001', 'something-else-altogether']
    const short = shortNames([a, b, c])
    expect(new Set(short.values()).size).toBe(3)
    expect(short.get(c)).toBe('somethin…together')
    expect(shortNames(['release-aaaaaaaaaaaaaaaaaaaaaa', 'release-aaaaaaaaaaaaaaaaaaaaaaa']).size).toBe(2)
  })
})
