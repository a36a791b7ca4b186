// SPDX-License-Identifier: Apache-2.0
import type UPlot from 'uplot'
import type { AlignedData, Options, Series } from 'uplot'
import { count, timeOfDay } from './format'
import { OTHER } from './shares'
import { stacked, type Slice } from './timeline'

/** Steps of the vertical axis: there are no half tabs. */
const STEPS = [1, 2, 5].flatMap((digit) => [0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power)).sort((a, b) => a - b)

/** Below this the axis shows seconds, in seconds. */
const SHORT_SECONDS = 6 * 60

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** The colours that the chart is drawn with, as CSS has them. */
export interface Palette {
  readonly paper: string
  readonly muted: string
  readonly rule: string
  tone(version: string): string
}

/** The version in force at the bottom, where its growth is seen best; those without a name on top. */
export function bottomUp(slice: Slice, current: string | null): Slice {
  const rank = (version: string): number => (version === current ? 0 : version === OTHER ? 2 : 1)
  return { at: slice.at, versions: [...slice.versions].sort((a, b) => rank(a.version) - rank(b.version)) }
}

/** The slice as uPlot wants it: seconds, then areas from the topmost to the lowest, each drawn over the one before. */
export function dataOf(slice: Slice): AlignedData {
  return [slice.at.map((at) => at / 1000), ...stacked(slice).map((sums) => [...sums]).reverse()]
}

/** How the chart looks. */
export function optionsOf(slice: Slice, palette: Palette, size: { width: number; height: number }, pixels: number): Options {
  const font = `${Math.round(pixels * 0.8)}px system-ui, sans-serif`
  const axis = { stroke: palette.muted, font, grid: { stroke: palette.rule, width: 1 }, ticks: { show: false } }
  return {
    ...size,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(4, (most ?? 0) * 1.08)] } },
    series: [{}, ...[...slice.versions].reverse().map(({ version }) => area(palette.tone(version), palette.paper))],
    axes: [
      { ...axis, size: pixels * 2, space: pixels * 5, values: times },
      { ...axis, size: pixels * 3.6, incrs: STEPS, values: (_, values) => values.map(count) },
    ],
  }
}

/** Labels of the axis of time. */
function times(plot: UPlot, moments: readonly number[]): string[] {
  const { min = 0, max = 0 } = plot.scales['x'] ?? {}
  const short = (max ?? 0) - (min ?? 0) < SHORT_SECONDS
  return moments.map((moment) => (short ? timeOfDay(moment * 1000) : hour.format(moment * 1000)))
}

function area(fill: string, paper: string): Series {
  return { fill, stroke: paper, width: 1, points: { show: false } }
}
