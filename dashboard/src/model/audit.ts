// SPDX-License-Identifier: Apache-2.0
import type { AuditEntry } from '../api/types'
import { tabs } from './format'

/** What an entry of the audit list says after the name of the person: a verb, a name in code, and the tabs. */
export interface AuditText {
  readonly verb: string
  /** A version or the type of a message; empty when there is nothing to name. */
  readonly subject: string
  readonly tabs: string
}

/** Returns the text of an entry, such as `announced`, `v2`, `to 3 tabs`. */
export function auditText({ action, detail, matched, rollback }: AuditEntry): AuditText {
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
    default:
      // A newer server may know further actions.
      return { verb: action, subject: detail, tabs: `for ${reached}` }
  }
}
