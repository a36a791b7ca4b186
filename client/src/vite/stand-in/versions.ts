// SPDX-License-Identifier: Apache-2.0

/** The order of versions, as docs/protocol.md describes it. */
export interface Versions {
  /** The current version. */
  readonly current: string
  /** The versions that were current, the current one first. */
  readonly releases: readonly string[]
  /** Whether the current version was current before another one. */
  readonly isRollback: boolean
  /** Gives a tab's version its place, if it has none yet. */
  seen(version: string): void
  /** Makes a version current. */
  announce(version: string): void
  /** Compares a version with the current one. */
  standing(version: string): 'behind' | 'current' | 'ahead'
  /** Returns the given versions and the current one, oldest first. */
  inOrder(versions: Iterable<string>): string[]
}

/** Creates the order; it begins with this version as the current one. */
export function createVersions(first: string): Versions {
  const places = new Map([[first, 0]])
  const releases = [first]
  let isRollback = false
  const place = (version: string): number => places.get(version) ?? -1
  const current = (): string => releases.at(-1) ?? first
  return {
    get current() {
      return current()
    },
    get releases() {
      return [...releases].reverse()
    },
    get isRollback() {
      return isRollback
    },
    seen: (version) => void (places.has(version) || places.set(version, next(places))),
    announce(version) {
      if (version === current()) return
      isRollback = releases.includes(version)
      places.set(version, next(places))
      releases.push(version)
    },
    standing: (version) => (['behind', 'current', 'ahead'] as const)[Math.sign(place(version) - place(current())) + 1] ?? 'behind',
    inOrder: (versions) => [...new Set([...versions, current()])].sort((a, b) => place(a) - place(b)),
  }
}

function next(places: ReadonlyMap<string, number>): number {
  return Math.max(...places.values()) + 1
}
