// SPDX-License-Identifier: Apache-2.0
import type UPlot from 'uplot'
import type { AlignedData, Options, Series } from 'uplot'
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

/** The colours of the chart, as CSS values. */
export interface Palette {
  readonly paper: string
  readonly muted: string
  readonly rule: string
  colourOf(version: string): string
}

/** Orders versions from the bottom of the chart to the top: the current version, the named ones, the unnamed rest. */
export function stackingOrder(slice: Slice, current: string | null): Slice {
  const rank = (version: string): number => (version === current ? 0 : version === OTHER_VERSIONS ? 2 : 1)
  return { at: slice.at, versions: [...slice.versions].sort((a, b) => rank(a.version) - rank(b.version)) }
}

/** Returns the slice in uPlot's form: seconds, then areas from the topmost to the lowest, each drawn over the one before. */
export function chartData(slice: Slice): AlignedData {
  return [slice.at.map((at) => at / 1000), ...stacked(slice).map((sums) => [...sums]).reverse()]
}

/**
 * Returns uPlot's options for a slice.
 *
 * @param fontSize the font size of the page, in pixels
 */
export function chartOptions(slice: Slice, palette: Palette, size: { width: number; height: number }, fontSize: number): Options {
  const font = `${Math.round(fontSize * 0.8)}px system-ui, sans-serif`
  const axis = { stroke: palette.muted, font, grid: { stroke: palette.rule, width: 1 }, ticks: { show: false } }
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, highest) => [0, Math.max(MIN_TOP, (highest ?? 0) * (1 + HEADROOM))] } },
    series: [{}, ...[...slice.versions].reverse().map(({ version }) => area(palette.colourOf(version), palette.paper))],
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

function area(fill: string, paper: string): Series {
  return { fill, stroke: paper, width: 1, points: { show: false } }
}
