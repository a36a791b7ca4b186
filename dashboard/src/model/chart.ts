// SPDX-License-Identifier: Apache-2.0
import type UPlot from 'uplot'
import type { AlignedData, Options, Series } from 'uplot'
import type { Release } from '../api/types'
import { count, timeOfDay } from './format'
import { stacked, type Slice } from './timeline'
import { OTHER_VERSIONS } from './versions'

/** Steps of the vertical axis: whole numbers, since there are no half tabs. */
const STEPS = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power)).sort((a, b) => a - b)

/** The longest range for which the time axis shows seconds, in seconds. */
const MAX_RANGE_WITH_SECONDS = 6 * 60

/** The vertical axis reaches at least to this number of tabs. */
const MIN_TOP = 4

/** The part of the vertical axis that stays free above the highest value. */
const HEADROOM = 0.08

const hourAndMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** How the chart looks; colours are CSS values. */
export interface Look {
  readonly paper: string
  readonly muted: string
  readonly rule: string
  /** The size of the page's text, in pixels. */
  readonly fontSize: number
  /** The path along the samples. */
  readonly paths: NonNullable<Series['paths']>
  fillOf(version: string): string | CanvasPattern
}

/** A release where it belongs on the chart. */
export interface ReleaseMark {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly version: string
  readonly rollback: boolean
}

/** Returns the releases of a period, oldest first. */
export function releaseMarks(releases: readonly Release[], from: number, until: number): readonly ReleaseMark[] {
  return releases
    .filter(({ at }) => at >= from && at <= until)
    .map(({ at, version, rollback }) => ({ at, version, rollback: rollback === true }))
    .sort((a, b) => a.at - b.at)
}

/**
 * Returns which places along the chart have room for a label. The last one always does: it is what people look for.
 *
 * @param places ascending, in pixels
 */
export function placesWithLabel(places: readonly number[], room: number): readonly boolean[] {
  let taken = Infinity
  return places
    .map((_, index) => places[places.length - 1 - index] ?? 0)
    .map((place) => {
      const free = taken - place >= room
      if (free) taken = place
      return free
    })
    .reverse()
}

/**
 * Returns a text if it fits into this space, otherwise as much of its beginning as fits with an ellipsis; empty if nothing
 * does.
 *
 * @param widthOf measures a text, in the unit of the space
 */
export function fitted(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text
  const letters = [...text]
  while (letters.length > 0 && widthOf(`${letters.join('')}…`) > room) letters.pop()
  return letters.length > 0 ? `${letters.join('')}…` : ''
}

/**
 * Orders versions from the bottom of the chart to the top: the current version, the named ones, the unnamed rest.
 *
 * @param latestFirst the known versions in the order of their releases, which is also that of the named ones
 */
export function stackingOrder(slice: Slice, current: string | null, latestFirst: readonly string[] = []): Slice {
  const places = new Map(latestFirst.map((version, index) => [version, index]))
  const last = latestFirst.length
  const rank = (version: string): number => (version === current ? -1 : version === OTHER_VERSIONS ? last + 1 : (places.get(version) ?? last))
  return { at: slice.at, versions: [...slice.versions].sort((a, b) => rank(a.version) - rank(b.version)) }
}

/**
 * Returns the slice in uPlot's form: seconds, then areas from the topmost to the lowest, each drawn over the one before. The
 * latest counts hold until now.
 *
 * @param until the time of the right edge, in milliseconds since the epoch
 */
export function chartData(slice: Slice, until: number = slice.at.at(-1) ?? 0): AlignedData {
  const goesOn = slice.at.length > 0 && until > (slice.at.at(-1) ?? 0)
  const column = (values: readonly (number | null)[], last: number | null): (number | null)[] => (goesOn ? [...values, last] : [...values])
  const areas = stacked(slice).map((sums) => column(sums, sums.at(-1) ?? null))
  return [column(slice.at, until).map((at) => (at ?? 0) / 1000), ...areas.reverse()]
}

/** Returns uPlot's options for a slice. */
export function chartOptions(slice: Slice, look: Look, size: { width: number; height: number }): Options {
  const { fontSize } = look
  const font = `${Math.round(fontSize * 0.8)}px system-ui, sans-serif`
  const axis = { stroke: look.muted, font, grid: { stroke: look.rule, width: 1 }, ticks: { show: false } }
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, highest) => [0, Math.max(MIN_TOP, (highest ?? 0) * (1 + HEADROOM))] } },
    series: [{}, ...[...slice.versions].reverse().map(({ version }) => area(version, look))],
    axes: [
      { ...axis, size: fontSize * 2, space: fontSize * 5, values: timeLabels },
      { ...axis, size: fontSize * 3.6, incrs: STEPS, values: (_, values) => values.map(count) },
    ],
  }
}

function timeLabels(plot: UPlot, moments: readonly number[]): string[] {
  const { min = 0, max = 0 } = plot.scales['x'] ?? {}
  const withSeconds = (max ?? 0) - (min ?? 0) < MAX_RANGE_WITH_SECONDS
  return moments.map((moment) => (withSeconds ? timeOfDay(moment * 1000) : hourAndMinute.format(moment * 1000)))
}

function area(version: string, { fillOf, paper, paths }: Look): Series {
  return { fill: () => fillOf(version), stroke: paper, width: 1, points: { show: false }, paths }
}
