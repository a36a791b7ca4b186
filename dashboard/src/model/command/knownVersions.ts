// SPDX-License-Identifier: Apache-2.0
import type { StatsMessage } from '@rollcall/client'
import type { Releases } from '../../api/types'
import { OTHER_VERSIONS } from '../versions'

/** Returns the versions that the server has named: those of tabs, and those that were announced. Latest first. */
export function knownVersions(stats: Pick<StatsMessage, 'versions' | 'order'> | null, { releases }: Releases): readonly string[] {
  const running = [...(stats?.order ?? [])].reverse()
  const all = [...running, ...releases.map(({ version }) => version), ...Object.keys(stats?.versions ?? {})]
  return [...new Set(all)].filter((version) => version !== OTHER_VERSIONS)
}

/**
 * Returns what to say about a version that no tab has run, which may be a typing error; null if there is nothing to say. Before
 * a deploy this is normal, so it stops nobody.
 */
export function unknownVersionText(version: string, known: readonly string[]): string | null {
  if (version === '' || known.includes(version)) return null
  return `No tab seen here has run ${version}, and it has not been announced before. Check the spelling.`
}
