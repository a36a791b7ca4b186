// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/api/types'
import { auditText } from '../../src/model/audit'

const entry: AuditEntry = { id: '1', at: 0, by: 'ci-secret', via: 'secret', action: 'release', target: 'words', detail: 'v2', matched: 3 }

describe('an entry of the audit list', () => {
  it.each([
    ['release', { verb: 'announced', subject: 'v2', tabs: 'to 3 tabs', note: 'words' }],
    ['announce', { verb: 'sent a reminder of', subject: 'v2', tabs: 'to 3 tabs', note: 'words' }],
    ['message', { verb: 'sent', subject: 'v2', tabs: 'to 3 tabs', note: 'words' }],
    ['abort', { verb: 'aborted a wave,', subject: 'v2', tabs: 'and let 3 tabs off', note: 'words' }],
    ['reload', { verb: 'reloaded', subject: '', tabs: '3 tabs', note: 'words' }],
  ] as const)('says what was done: %s', (action, text) => {
    expect(auditText({ ...entry, action })).toEqual(text)
  })

  it('says that a release was a rollback', () => {
    expect(auditText({ ...entry, rollback: true })).toEqual({ verb: 'rolled back to', subject: 'v2', tabs: 'and notified 3 tabs', note: 'words' })
  })

  it('names an action that only a newer server knows', () => {
    expect(auditText({ ...entry, action: 'pause' as 'release' })).toEqual({ verb: 'pause', subject: 'v2', tabs: 'for 3 tabs', note: 'words' })
  })

  const about = { id: '3f9ac2d417be', name: 'ci', scopes: ['read', 'reload'], expires: Date.UTC(2027, 1, 28, 12) }
  const made = { ...entry, action: 'make-token', target: 'token 3f9ac2d417be', detail: 'ci', matched: 0, about } as const

  it('says what a token may do that was made, until when, and how its maker came', () => {
    expect(auditText(made)).toEqual({ verb: 'made the token', subject: 'ci', tabs: '', note: '3f9ac2d417be: read, reload; until 28 Feb 2027; via secret' })
    expect(auditText({ ...made, action: 'revoke-token', ip: '203.0.113.0/24', about: { ...about, routes: ['/shop/**'], percent: 10 } })).toEqual({
      verb: 'revoked the token',
      subject: 'ci',
      tabs: '',
      note: '3f9ac2d417be: read, reload; for 10 % of the tabs on /shop/**; until 28 Feb 2027; via secret; from 203.0.113.0/24',
    })
  })

  it('has the words of the server for what only a newer one knows', () => {
    expect(auditText({ ...made, action: 'grant-role' as 'release', about: { kind: 'role' } as never }).note).toBe('token 3f9ac2d417be')
  })
})
