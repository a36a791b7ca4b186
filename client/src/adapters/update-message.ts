// SPDX-License-Identifier: Apache-2.0
// Not used by the core: an application that does not import it does not ship it.
import type { PendingReload, RollcallState } from '../core/state/rollcall-state'

/**
 * Returns what to tell the person about the state, in English: that there is a new version, what happens to the page,
 * and the time left. Null when there is nothing to tell.
 */
export function messageOf({ reload, isOutdated, isRollback, unchanged }: RollcallState): string | null {
  if (reload) return pendingMessage(reload)
  if (!isOutdated) return null
  if (unchanged) return 'This page was reloaded, but got an old version. Closing all tabs of this site may help.'
  return isRollback ? 'An earlier version of this page is back.' : 'There is a new version of this page.'
}

function pendingMessage({ phase, remaining }: PendingReload): string {
  const left = remaining === null ? '' : ` in ${timeOf(remaining)}`
  switch (phase) {
    case 'scheduled':
      return `This page reloads${left}.`
    case 'waiting':
      return `The new version cannot be loaded now. This page stays as it is and tries again${left}.`
    case 'deferred':
      return left ? `This page reloads${left}. Please save your changes.` : 'This page reloads when your changes are saved.'
    default:
      return 'This page reloads now.'
  }
}

/** Returns a time in words, rounded up: seconds below two minutes, then minutes, then hours. */
function timeOf(millis: number): string {
  const seconds = Math.ceil(millis / 1_000)
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}
