// SPDX-License-Identifier: Apache-2.0
import type { Release } from '../../api/types'
import { timeSpan } from '../format'
import type { Slice } from '../timeline'

/** The shares for which the table says how long it took to reach them, in percent. */
export const MILESTONES = [50, 90, 99] as const

/** The share of a version at one moment. */
export interface AdoptionPoint {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Of all tabs, from 0 to 1. */
  readonly share: number
}

/** How tabs moved to a release, until the next one. */
export interface Adoption {
  readonly points: readonly AdoptionPoint[]
  /** How long it took to reach each of the {@link MILESTONES}, in words. */
  readonly times: readonly string[]
}

/**
 * Returns how tabs moved to a release while it was current, as far back as the history goes.
 *
 * @param next when the next release followed, in milliseconds since the epoch; null while there is none
 */
export function adoptionOf(slice: Slice, { version, at }: Release, next: number | null): Adoption {
  const points = pointsOf(slice, version).filter((point) => point.at >= at && (next === null || point.at < next))
  const isKnown = (slice.at[0] ?? Infinity) <= at
  return { points, times: MILESTONES.map((milestone) => timeTo(milestone / 100, at, points, isKnown, next === null)) }
}

/**
 * Returns the points of a line with steps, in a box of this size.
 *
 * @returns such as `0,20 5,20 5,10`; empty if there are no points
 */
export function adoptionLine(points: readonly AdoptionPoint[], width: number, height: number): string {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return ''
  const span = Math.max(1, last.at - first.at)
  const x = ({ at }: AdoptionPoint): string => round(((at - first.at) / span) * width)
  const y = ({ share }: AdoptionPoint): string => round(height - share * height)
  return points.flatMap((point, index) => [`${x(point)},${y(points[index - 1] ?? point)}`, `${x(point)},${y(point)}`]).join(' ')
}

function pointsOf({ at, versions }: Slice, version: string): readonly AdoptionPoint[] {
  const own = versions.find((column) => column.version === version)?.counts ?? []
  return at.flatMap((moment, index) => {
    const counts = versions.map((column) => column.counts[index] ?? null)
    const total = counts.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    // If nothing is known, or nobody is there, there is no share.
    return total === 0 ? [] : [{ at: moment, share: (own[index] ?? 0) / total }]
  })
}

function timeTo(share: number, since: number, points: readonly AdoptionPoint[], isKnown: boolean, isCurrent: boolean): string {
  const reached = points.findIndex((point) => point.share >= share)
  // What was true at the first known moment may have been true long before.
  if (!isKnown && (reached === 0 || points.length === 0)) return 'not known'
  const point = points[reached]
  if (point !== undefined) return timeSpan(Math.max(1, (point.at - since) / 1_000))
  return isCurrent ? 'not yet' : 'never'
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10)
}
