// SPDX-License-Identifier: Apache-2.0
import type { StatsDeltaMessage, StatsMessage } from './protocol'

/**
 * Applies what changed.
 *
 * @returns the stats after the change, or undefined when a message was missed and whole stats are needed
 */
export function applyDelta(before: StatsMessage | null, delta: StatsDeltaMessage): StatsMessage | undefined {
  if (!before || before.seq !== delta.seq - 1) return undefined
  const { added, changed, removed } = delta.connections
  // A map keeps the place of what changes.
  const connections = new Map([...before.connections, ...changed, ...added].map((one) => [one.id, one]))
  for (const id of removed) connections.delete(id)
  return {
    ...before,
    ...delta,
    type: 'stats',
    versions: counts(before.versions, delta.versions),
    routes: counts(before.routes, delta.routes),
    connections: [...connections.values()],
  }
}

/** Names come from tabs and may be `__proto__`: entries, not assignments. */
function counts(...all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const merged = new Map(all.flatMap((one) => Object.entries(one)))
  return Object.fromEntries([...merged].filter(([, count]) => count))
}
