// SPDX-License-Identifier: Apache-2.0
import type { HistoryResponse } from '../api/types'
import { MAX_NAMED_VERSIONS, OTHER_VERSIONS } from './versions'

/** How long samples are kept, here as on the server, in milliseconds. */
const KEPT_MILLIS = 24 * 60 * 60_000

/** The time between two samples until the server has named it, in milliseconds. */
const DEFAULT_STEP_MILLIS = 10_000

type Counts = (number | null)[]

/** One version's column of a slice. */
export interface VersionCounts {
  readonly version: string
  readonly counts: readonly (number | null)[]
}

/** Tabs per version over a period, in columns; null for unknown values. */
export interface Slice {
  /** Milliseconds since the epoch, ascending. */
  readonly at: readonly number[]
  readonly versions: readonly VersionCounts[]
}

/** Tabs per version over time: first the server's history, then what the stream adds. */
export class Timeline {
  #at: number[] = []
  #known: boolean[] = []
  #versions = new Map<string, Counts>()
  #step = DEFAULT_STEP_MILLIS
  /** The start of the sample that the stream still updates; null when the last sample is the server's. */
  #openSince: number | null = null

  /** Replaces everything with the server's history. */
  replace(history: HistoryResponse): void {
    this.#at = [...history.at]
    this.#known = history.total.map((total) => total !== null)
    this.#versions = new Map(Object.entries(history.versions).map(([version, counts]) => [version, [...counts]]))
    this.#step = history.step
    this.#openSince = null
  }

  /**
   * Adds counts from the stream. Within one step the newest counts replace the earlier ones.
   *
   * @param at the server's time, in milliseconds since the epoch
   */
  add(at: number, versions: Readonly<Record<string, number>>): void {
    const last = this.#at.at(-1) ?? -Infinity
    if (at < last) return
    if (this.#openSince !== null && at - this.#openSince < this.#step) this.#at[this.#at.length - 1] = at
    else this.#open(at)
    for (const counts of this.#versions.values()) counts[this.#at.length - 1] = 0
    for (const [version, value] of folded(versions)) this.#column(version)[this.#at.length - 1] = value
  }

  /** Returns the samples from a moment on. Versions beyond the most frequent ones are added up in one column. */
  since(from: number): Slice {
    const start = this.#at.findIndex((at) => at >= from)
    if (start < 0) return { at: [], versions: [] }
    const columns = [...this.#versions].map(([version, counts]) => ({ version, counts: counts.slice(start) }))
    const seen = columns.filter(({ counts }) => counts.some((value) => value !== null && value > 0))
    const ranked = seen.sort((a, b) => weight(b) - weight(a))
    const named = ranked.filter(({ version }) => version !== OTHER_VERSIONS).slice(0, MAX_NAMED_VERSIONS)
    const rest = ranked.filter((column) => !named.includes(column))
    return { at: this.#at.slice(start), versions: rest.length === 0 ? named : [...named, sum(OTHER_VERSIONS, rest)] }
  }

  /** Begins a sample and drops those that are too old. */
  #open(at: number): void {
    this.#at.push(at)
    this.#known.push(true)
    this.#openSince = at
    const expired = this.#at.findIndex((kept) => kept >= at - KEPT_MILLIS)
    if (expired <= 0) return
    for (const column of [this.#at, this.#known, ...this.#versions.values()]) column.splice(0, expired)
  }

  #column(version: string): Counts {
    const existing = this.#versions.get(version)
    if (existing !== undefined) return existing
    const column = this.#known.map((known) => (known ? 0 : null))
    this.#versions.set(version, column)
    return column
  }
}

/** Returns running sums from the first version to the last, for areas that are stacked on each other. */
export function stacked(slice: Slice): readonly (readonly (number | null)[])[] {
  let below: readonly (number | null)[] = slice.at.map(() => 0)
  return slice.versions.map(({ counts }) => {
    below = counts.map((value, index) => (value === null ? null : (below[index] ?? 0) + value))
    return below
  })
}

function folded(versions: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const sorted = Object.entries(versions).sort(([, a], [, b]) => b - a)
  if (sorted.length <= MAX_NAMED_VERSIONS) return sorted
  const named = sorted.filter(([version]) => version !== OTHER_VERSIONS).slice(0, MAX_NAMED_VERSIONS)
  const all = sorted.reduce((total, [, value]) => total + value, 0)
  return [...named, [OTHER_VERSIONS, all - named.reduce((total, [, value]) => total + value, 0)]]
}

function weight({ counts }: VersionCounts): number {
  return counts.reduce<number>((total, value) => total + (value ?? 0), 0)
}

function sum(version: string, columns: readonly VersionCounts[]): VersionCounts {
  const counts = (columns[0]?.counts ?? []).map((first, index) =>
    first === null ? null : columns.reduce((total, column) => total + (column.counts[index] ?? 0), 0),
  )
  return { version, counts }
}
