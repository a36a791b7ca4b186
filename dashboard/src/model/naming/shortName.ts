// SPDX-License-Identifier: Apache-2.0

/** Names up to this length are shown as they are, in characters. */
const MAX_LENGTH = 18

/** How much of the beginning and of the end of a longer name is shown, in characters. */
const KEPT = 8

/** Returns a name short enough for a column: its beginning and end, which usually are what differs. */
export function shortName(name: string, kept: number = KEPT): string {
  const characters = [...name]
  if (characters.length <= MAX_LENGTH || characters.length <= 2 * kept + 1) return name
  return `${characters.slice(0, kept).join('')}…${characters.slice(-kept).join('')}`
}

/** Returns the short form of each of several names, long enough that no two are the same. */
export function shortNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const all = [...new Set(names)]
  const found = new Map(all.map((name) => [name, shortName(name)]))
  for (let kept = KEPT + 2; ; kept += 2) {
    const taken = counted(found.values())
    const same = all.filter((name) => (taken.get(found.get(name) ?? name) ?? 0) > 1)
    if (same.length === 0) return found
    for (const name of same) found.set(name, shortName(name, kept))
  }
}

function counted(names: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
