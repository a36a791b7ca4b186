// SPDX-License-Identifier: Apache-2.0
import type { StatsDeltaMessage, StatsMessage } from '../protocol/messages'

/**
 * Applies a change to stats.
 *
 * @returns the stats after the change; undefined when a message was missed, so that complete stats are needed
 */
export function applyDelta(before: StatsMessage | null, delta: StatsDeltaMessage): StatsMessage | undefined {
  if (!before || before.seq !== delta.seq - 1) return undefined
  const { added, changed, removed } = delta.connections
  const connections = new Map(before.connections.map((one) => [one.id, one]))
  // Removals first: an entry may leave its place and come back at the end.
  for (const id of removed) connections.delete(id)
  // An entry that is replaced keeps its place.
  for (const one of [...changed, ...added]) connections.set(one.id, one)
  return {
    ...before,
    ...delta,
    type: 'stats',
    versions: mergeCounts(before.versions, delta.versions),
    routes: mergeCounts(before.routes, delta.routes),
    connections: [...connections.values()],
  }
}

/**
 * Merges counts; later ones win, and 0 removes a name. A name from a tab may be `__proto__`: spreading copies it like
 * any other.
 */
function mergeCounts(before: Counts, changed: Counts): Counts {
  return Object.fromEntries(Object.entries({ ...before, ...changed }).filter(([, count]) => count))
}

type Counts = Readonly<Record<string, number>>
