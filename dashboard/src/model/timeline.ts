// SPDX-License-Identifier: Apache-2.0
import type { HistoryAnswer } from '../api/types'
import { NAMED, OTHER } from './shares'

/** What the server keeps, and so do we, in milliseconds. */
const KEPT_MILLIS = 24 * 60 * 60_000

type Counts = (number | null)[]

/** Tabs per version over some time, by column; null where nothing is known. */
export interface Slice {
  /** Milliseconds since the epoch, rising. */
  readonly at: readonly number[]
  readonly versions: readonly { readonly version: string; readonly counts: readonly (number | null)[] }[]
}

/** Tabs per version over time: what the server remembers, then what the stream tells. */
export class Timeline {
  #at: number[] = []
  #known: boolean[] = []
  #versions = new Map<string, Counts>()
  #step = 10_000
  /** Start of the sample that the stream still renews; null when the last one is the server's. */
  #renewed: number | null = null

  /** Takes what the server remembers in place of everything. */
  replace(answer: HistoryAnswer): void {
    this.#at = [...answer.at]
    this.#known = answer.total.map((total) => total !== null)
    this.#versions = new Map(Object.entries(answer.versions).map(([version, counts]) => [version, [...counts]]))
    this.#step = answer.step
    this.#renewed = null
  }

  /**
   * Adds what the stream told. Within one step the newest takes the place of the one before.
   *
   * @param at the server's time, milliseconds since the epoch
   */
  add(at: number, versions: Readonly<Record<string, number>>): void {
    const last = this.#at.at(-1) ?? -Infinity
    if (at < last) return
    if (this.#renewed !== null && at - this.#renewed < this.#step) this.#at[this.#at.length - 1] = at
    else this.#open(at)
    for (const counts of this.#versions.values()) counts[this.#at.length - 1] = 0
    for (const [version, value] of folded(versions)) this.#column(version)[this.#at.length - 1] = value
  }

  /** What is known from that moment on, with the versions that counted most, those beyond the named ones as one. */
  since(from: number): Slice {
    const start = this.#at.findIndex((at) => at >= from)
    if (start < 0) return { at: [], versions: [] }
    const slices = [...this.#versions].map(([version, counts]) => ({ version, counts: counts.slice(start) }))
    const seen = slices.filter(({ counts }) => counts.some((value) => value !== null && value > 0))
    const ranked = seen.sort((a, b) => weight(b) - weight(a))
    const named = ranked.filter(({ version }) => version !== OTHER).slice(0, NAMED)
    const rest = ranked.filter((slice) => !named.includes(slice))
    return { at: this.#at.slice(start), versions: rest.length === 0 ? named : [...named, sum(OTHER, rest)] }
  }

  /** Begins a sample, and forgets what is too old. */
  #open(at: number): void {
    this.#at.push(at)
    this.#known.push(true)
    this.#renewed = at
    const gone = this.#at.findIndex((kept) => kept >= at - KEPT_MILLIS)
    if (gone <= 0) return
    for (const column of [this.#at, this.#known, ...this.#versions.values()]) column.splice(0, gone)
  }

  #column(version: string): Counts {
    const known = this.#versions.get(version)
    if (known !== undefined) return known
    const column = this.#known.map((is) => (is ? 0 : null))
    this.#versions.set(version, column)
    return column
  }
}

function folded(versions: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const sorted = Object.entries(versions).sort(([, a], [, b]) => b - a)
  if (sorted.length <= NAMED) return sorted
  const named = sorted.filter(([version]) => version !== OTHER).slice(0, NAMED)
  const all = sorted.reduce((total, [, value]) => total + value, 0)
  return [...named, [OTHER, all - named.reduce((total, [, value]) => total + value, 0)]]
}

function weight({ counts }: Slice['versions'][number]): number {
  return counts.reduce<number>((total, value) => total + (value ?? 0), 0)
}

function sum(version: string, slices: Slice['versions']): Slice['versions'][number] {
  const counts = (slices[0]?.counts ?? []).map((first, index) =>
    first === null ? null : slices.reduce((total, { counts }) => total + (counts[index] ?? 0), 0),
  )
  return { version, counts }
}

/** Running sums from the first version to the last, for areas that stand on each other. */
export function stacked(slice: Slice): readonly (readonly (number | null)[])[] {
  let below: readonly (number | null)[] = slice.at.map(() => 0)
  return slice.versions.map(({ counts }) => {
    below = counts.map((value, index) => (value === null ? null : (below[index] ?? 0) + value))
    return below
  })
}
