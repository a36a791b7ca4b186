// SPDX-License-Identifier: Apache-2.0
import type { ReleaseMark } from '../chart'
import type { Slice } from '../timeline'

/** The largest number of rows of the chart's table. */
export const MAX_ROWS = 30

/** A moment of the chart as the row of a table. */
export interface HistoryRow {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The tabs of each version of the slice; null if unknown. */
  readonly counts: readonly (number | null)[]
  /** The versions that were announced since the row before. */
  readonly released: readonly string[]
}

/** Returns a slice as rows, oldest first: its first sample, its last, and as many as fit at equal distances between them. */
export function historyRows({ at, versions }: Slice, marks: readonly ReleaseMark[]): readonly HistoryRow[] {
  const count = Math.min(MAX_ROWS, at.length)
  const indexes = Array.from({ length: count }, (_, row) => (count === 1 ? 0 : Math.round((row * (at.length - 1)) / (count - 1))))
  return indexes.map((index, row) => {
    const until = at[index] ?? 0
    const since = row === 0 ? -Infinity : (at[indexes[row - 1] ?? 0] ?? 0)
    return {
      at: until,
      counts: versions.map(({ counts }) => counts[index] ?? null),
      released: marks.filter((mark) => mark.at > since && mark.at <= until).map(({ version }) => version),
    }
  })
}
