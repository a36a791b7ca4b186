// SPDX-License-Identifier: Apache-2.0
import type { AuditEntry } from '../api/types'
import { limitsText } from './access/tokens'
import { date, tabs } from './format'

/** What an entry of the audit list says after the person's name: a verb, a name in code, the tabs, and a note. */
export interface AuditText {
  readonly verb: string
  /** A version, the type of a message or the name of a token; empty when there is nothing to name. */
  readonly subject: string
  /** Empty if none were meant. */
  readonly tabs: string
  /** Which tabs were meant, or what the token may do. */
  readonly note: string
}

/** Returns the text of an entry, such as `announced`, `v2`, `to 3 tabs`, `on another version`. */
export function auditText(entry: AuditEntry): AuditText {
  return { ...deed(entry), note: tokenNote(entry) ?? entry.target }
}

function deed({ action, detail, matched, rollback }: AuditEntry): Omit<AuditText, 'note'> {
  const reached = tabs(matched)
  switch (action) {
    case 'release':
      if (rollback === true) return { verb: 'rolled back to', subject: detail, tabs: `and notified ${reached}` }
      return { verb: 'announced', subject: detail, tabs: `to ${reached}` }
    case 'announce':
      return { verb: 'sent a reminder of', subject: detail, tabs: `to ${reached}` }
    case 'message':
      return { verb: 'sent', subject: detail, tabs: `to ${reached}` }
    case 'reload':
      return { verb: 'reloaded', subject: '', tabs: reached }
    case 'abort':
      return { verb: 'aborted a wave,', subject: detail, tabs: `and let ${reached} off` }
    case 'make-token':
      return { verb: 'made the token', subject: detail, tabs: '' }
    case 'revoke-token':
      return { verb: 'revoked the token', subject: detail, tabs: '' }
    default:
      // A newer server may know further actions.
      return { verb: action, subject: detail, tabs: `for ${reached}` }
  }
}

/** Says how the person had come in, and from where, because a stolen secret may show here. */
function tokenNote({ action, about, via, ip }: AuditEntry): string | null {
  if (about === undefined || !(action === 'make-token' || action === 'revoke-token')) return null
  const limits = about.routes === undefined && about.percent === undefined ? [] : [`for ${limitsText(about)}`]
  const from = ip === undefined ? [] : [`from ${ip}`]
  return [`${about.id}: ${about.scopes.join(', ')}`, ...limits, `until ${date(about.expires)}`, `via ${via}`, ...from].join('; ')
}
