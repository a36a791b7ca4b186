// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../src/api/types'
import { auditText } from '../../src/model/audit'

const entry: AuditEntry = { id: '1', at: 0, by: 'ci-secret', via: 'secret', action: 'release', target: 'words', detail: 'v2', matched: 3 }

describe('an entry of the audit list', () => {
  it.each([
    ['release', { verb: 'announced', subject: 'v2', tabs: 'to 3 tabs' }],
    ['announce', { verb: 'sent a reminder of', subject: 'v2', tabs: 'to 3 tabs' }],
    ['message', { verb: 'sent', subject: 'v2', tabs: 'to 3 tabs' }],
    ['abort', { verb: 'aborted a wave,', subject: 'v2', tabs: 'and let 3 tabs off' }],
    ['reload', { verb: 'reloaded', subject: '', tabs: '3 tabs' }],
  ] as const)('says what was done: %s', (action, text) => {
    expect(auditText({ ...entry, action })).toEqual(text)
  })

  it('says that a release was a rollback', () => {
    expect(auditText({ ...entry, rollback: true })).toEqual({ verb: 'rolled back to', subject: 'v2', tabs: 'and notified 3 tabs' })
  })

  it('names an action that only a newer server knows', () => {
    expect(auditText({ ...entry, action: 'pause' as 'release' })).toEqual({ verb: 'pause', subject: 'v2', tabs: 'for 3 tabs' })
  })
})
