// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Token } from '../../../src/api/tokenTypes'
import { emptyTokenDraft, endText, limitsText, tokenOf, type TokenDraft } from '../../../src/model/access/tokens'
import { date } from '../../../src/model/format'

const drafted = (change: Partial<TokenDraft>): ReturnType<typeof tokenOf> => tokenOf({ ...emptyTokenDraft(), name: 'ci', ...change })
const token: Token = { id: 't', name: 'ci', scopes: ['read'], by: 'admin-secret', at: 0, expires: 86_400_000, state: 'valid' }

describe('a token as it is filled in', () => {
  it.each<[Partial<TokenDraft>, object]>([
    [{}, { name: 'ci', scopes: ['read'], days: 90 }],
    [{ scopes: ['reload'], routes: '/shop/**, /cart', percent: 10, days: 1 }, { name: 'ci', scopes: ['reload'], routes: ['/shop/**', '/cart'], percent: 10, days: 1 }],
  ])('%j asks for %j', (change, request) => {
    expect(drafted(change)).toEqual({ request, problem: null })
  })

  it.each<Partial<TokenDraft>>([{ name: '' }, { scopes: [] }, { days: '' }])('is only incomplete, which is no mistake: %j', (change) => {
    expect(drafted(change)).toEqual({ request: null, problem: null })
  })

  it.each<[Partial<TokenDraft>, RegExp]>([
    [{ name: 'a b' }, /^Name: /],
    [{ scopes: ['admin'], percent: 10 }, /^Scopes: admin with limits/],
    [{ scopes: ['admin'], routes: '/a' }, /^Scopes: admin with limits/],
    [{ percent: 101 }, /^Share: 101 %/],
    [{ days: 2_000 }, /^Days: 2000/],
  ])('says what the server would not take: %j', (change, problem) => {
    expect(drafted(change)).toEqual({ request: null, problem: expect.stringMatching(problem) })
  })
})

describe('a token in the list', () => {
  it('says which tabs its commands may reach', () => {
    expect(limitsText(token)).toBe('none')
    expect(limitsText({ ...token, routes: ['/a', '/b'], percent: 5 })).toBe('5 % of the tabs on /a or /b')
  })

  it('says until when it counts, or why it no longer does', () => {
    expect(endText({ ...token, expires: Date.UTC(2027, 10, 29, 12) })).toBe('until 29 Nov 2027')
    expect(endText(token)).toBe(`until ${date(token.expires)}`)
    expect(endText({ ...token, state: 'expired' })).toBe(`expired on ${date(token.expires)}`)
    expect(endText({ ...token, state: 'revoked', revokedBy: 'ann' })).toBe('revoked by ann')
  })
})
