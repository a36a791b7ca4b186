// SPDX-License-Identifier: Apache-2.0
import type { StatsDeltaMessage, StatsMessage } from './protocol'

type Counts = Readonly<Record<string, number>>

/**
 * Applies what changed.
 *
 * @returns the stats after the change, or null when a message was missed and whole stats are needed
 */
export function applyDelta(before: StatsMessage | null, delta: StatsDeltaMessage): StatsMessage | null {
  if (before?.seq === undefined || delta.seq !== before.seq + 1) return null
  const { added, changed, removed } = delta.connections
  const gone = new Set(removed)
  const news = new Map(changed.map((connection) => [connection.id, connection]))
  const kept = before.connections.filter(({ id }) => !gone.has(id)).map((known) => news.get(known.id) ?? known)
  return {
    ...before,
    seq: delta.seq,
    total: delta.total,
    ...(delta.current === undefined ? {} : { current: delta.current }),
    ...(delta.truncated === undefined ? {} : { truncated: delta.truncated }),
    versions: counts(before.versions, delta.versions),
    routes: counts(before.routes, delta.routes),
    connections: [...kept, ...added],
  }
}

/** Names come from tabs and may be `__proto__`: entries, not assignments. */
function counts(before: Counts, changes: Counts): Counts {
  const merged = new Map(Object.entries(before))
  for (const [name, count] of Object.entries(changes)) {
    if (count === 0) merged.delete(name)
    else merged.set(name, count)
  }
  return Object.fromEntries(merged)
}
