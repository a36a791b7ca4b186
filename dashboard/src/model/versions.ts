// SPDX-License-Identifier: Apache-2.0

/** The name under which the server counts versions when there are too many to name. */
export const OTHER_VERSIONS = '(other)'

/** The number of versions that have their own line and colour. */
export const MAX_NAMED_VERSIONS = 12

/** The server accepts versions up to this length, in characters. */
export const MAX_VERSION_LENGTH = 128

/** One version's share of all tabs. */
export interface VersionShare {
  readonly version: string
  readonly count: number
  /** From 0 to 1. */
  readonly share: number
  /** Whether it is the current version. */
  readonly current: boolean
}

/**
 * Returns each version's share: the current version first, even with no tab on it, then by count. Versions beyond the named
 * ones are added up in one line.
 *
 * @param limit how many versions are named
 */
export function versionShares(
  versions: Readonly<Record<string, number>>,
  current: string | null,
  limit: number = MAX_NAMED_VERSIONS,
): readonly VersionShare[] {
  const counts = new Map(Object.entries(versions))
  if (current !== null && !counts.has(current)) counts.set(current, 0)
  const total = sum(counts.values())
  return named(counts, current, limit).map(([version, count]) => ({
    version,
    count,
    share: total === 0 ? 0 : count / total,
    current: version === current,
  }))
}

/** Returns the shares in the chart's order: the current version, the others latest first, the unnamed rest. */
export function byRelease(shares: readonly VersionShare[], latestFirst: readonly string[]): readonly VersionShare[] {
  const places = new Map(latestFirst.map((version, index) => [version, index]))
  const place = ({ version, current }: VersionShare): number => (current ? -1 : (places.get(version) ?? latestFirst.length))
  return [...shares].sort((a, b) => place(a) - place(b))
}

/** Returns a version's share of all tabs, from 0 to 1; 0 when there is no tab. */
export function shareOf(version: string | null, versions: Readonly<Record<string, number>>, total: number): number {
  if (version === null || total === 0 || !Object.hasOwn(versions, version)) return 0
  return (versions[version] ?? 0) / total
}

function named(counts: ReadonlyMap<string, number>, current: string | null, limit: number): readonly (readonly [string, number])[] {
  const ranked = [...counts]
    .filter(([version]) => version !== OTHER_VERSIONS)
    .sort(([a, m], [b, n]) => Number(b === current) - Number(a === current) || n - m || (a < b ? -1 : 1))
  const first = ranked.slice(0, limit)
  const rest = sum(counts.values()) - sum(first.map(([, count]) => count))
  return rest === 0 ? first : [...first, [OTHER_VERSIONS, rest]]
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
