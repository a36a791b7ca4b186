// SPDX-License-Identifier: Apache-2.0
import type { StatsMessage } from '@rollcall/client'
import { tabs } from './format'
import { OTHER_VERSIONS } from './versions'

/** Where a version stands against the current one, in the order of releases. */
export type Standing = 'outdated' | 'current' | 'ahead'

/** Returns where a version stands; null if nothing is known, and for versions that are counted together. */
export function standingOf(version: string, current: string | null, order: readonly string[] = []): Standing | null {
  if (current === null || version === OTHER_VERSIONS) return null
  if (version === current) return 'current'
  const place = order.indexOf(version)
  // A version that the server does not name in the order is compared with the current one, as the server would.
  return place > order.indexOf(current) && order.includes(current) ? 'ahead' : 'outdated'
}

/** Returns how many tabs are not on the current version, in words. */
export function othersText({ total, outdated, ahead = 0 }: Pick<StatsMessage, 'total' | 'outdated' | 'ahead'>, onCurrent: number): string {
  const behind = outdated ?? total - onCurrent
  const first = behind === 0 ? 'No tab is outdated' : `${tabs(behind)} outdated`
  return ahead === 0 ? first : `${first}, ${tabs(ahead)} ahead`
}
