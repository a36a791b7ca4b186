// SPDX-License-Identifier: Apache-2.0

/** Where the server counts the versions that are too many to name. */
export const OTHER = '(other)'

/** So many versions get a line and a colour of their own. */
export const NAMED = 12

/** One version's part of all tabs. */
export interface Share {
  readonly version: string
  readonly count: number
  /** From 0 to 1. */
  readonly share: number
  /** Whether it is the version in force. */
  readonly current: boolean
}

/** The version in force first, even with no tab on it; then by count; what is beyond the named ones as one. */
export function shares(versions: Readonly<Record<string, number>>, current: string | null): readonly Share[] {
  const counts = new Map(Object.entries(versions))
  if (current !== null && !counts.has(current)) counts.set(current, 0)
  const all = [...counts.values()].reduce((sum, value) => sum + value, 0)
  const folded = counts.get(OTHER) ?? 0
  counts.delete(OTHER)
  const sorted = [...counts].sort(
    ([a, m], [b, n]) => Number(b === current) - Number(a === current) || n - m || (a < b ? -1 : 1),
  )
  const rest = folded + sorted.slice(NAMED).reduce((sum, [, value]) => sum + value, 0)
  const lines = rest === 0 ? sorted.slice(0, NAMED) : [...sorted.slice(0, NAMED), [OTHER, rest] as const]
  return lines.map(([version, value]) => ({
    version,
    count: value,
    share: all === 0 ? 0 : value / all,
    current: version === current,
  }))
}

/** The part of all tabs that is on the version in force, from 0 to 1. */
export function shareOf(version: string | null, versions: Readonly<Record<string, number>>, total: number): number {
  return version === null || total === 0 ? 0 : (Object.hasOwn(versions, version) ? (versions[version] ?? 0) : 0) / total
}

/** How many colours there are for versions that are not in force. */
const HUES = 8

/** Gives each version a colour that stays the same while the page is open. */
export class Tones {
  readonly #known = new Map<string, number>()

  /** Name of the colour: `current`, `other`, or `0` to `7`. */
  of(version: string, current: string | null): string {
    if (version === current) return 'current'
    if (version === OTHER) return 'other'
    const index = this.#known.get(version) ?? this.#known.size
    this.#known.set(version, index)
    return String(index % HUES)
  }
}
