// SPDX-License-Identifier: Apache-2.0
import type { PlaceName, Wave } from '../../src/api/waveTypes'

const NOBODY: Readonly<Record<PlaceName, number>> = {
  waiting: 0, delivered: 0, deferred: 0, reloading: 0, returned: 0, unchanged: 0, gone: 0, aborted: 0, unconfirmed: 0,
}

/** Returns a running wave with tabs in these places, and with these changes. */
export function waveWith(funnel: Partial<Record<PlaceName, number>>, change: Partial<Wave> = {}): Wave {
  return {
    id: 'w1',
    action: 'reload',
    target: 'all tabs',
    at: 1_000_000,
    by: 'ci-secret',
    state: 'running',
    until: 1_600_000,
    matched: Object.values(funnel).reduce((sum, value) => sum + value, 0),
    funnel: { ...NOBODY, ...funnel },
    versions: {},
    reasons: {},
    ...change,
  }
}
