// SPDX-License-Identifier: Apache-2.0
import UPlot from 'uplot'
import type { Look, ReleaseMark } from '../../model/chart'
import { fitted, placesWithLabel } from '../../model/chart'
import { versionColour } from '../../model/colour/versionColour'

/** The distance between the stripes of a hatched area, in pixels. */
const STRIPE = 7

/** The space between a release's line and its name, in pixels. */
const GAP = 4

/** The number of tabs stays the same until the next sample, so the chart has steps, not slopes. */
const steps = UPlot.paths.stepped?.({ align: 1 })

/** Returns the size of the page's text, in pixels. */
export function rootFontSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize)
}

/** Returns how the chart looks in the page's theme, or in the person's own colours. */
export function chartLook(hatched: ReadonlySet<string>): Look {
  const style = getComputedStyle(document.documentElement)
  const css = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  const paper = css('paper')
  const colourOf = (version: string): string => {
    const { hue, tone } = versionColour(version)
    return tone === 'other' ? css('tone-other') : `oklch(${css(`tone-${tone}`)} ${hue})`
  }
  return {
    paper,
    muted: css('muted'),
    rule: css('rule'),
    fontSize: rootFontSize(),
    paths: steps ?? (() => null),
    fillOf: (version) => (hatched.has(version) ? stripes(colourOf(version), paper) : colourOf(version)),
  }
}

/** Draws a line for each release, with its name where there is room. */
export function drawMarks(plot: UPlot, marks: readonly ReleaseMark[], look: Look, nameOf: (version: string) => string): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const places = marks.map(({ at }) => plot.valToPos(at / 1000, 'x', true))
  ctx.save()
  ctx.strokeStyle = ctx.fillStyle = look.muted
  ctx.lineWidth = ratio
  ctx.setLineDash([4 * ratio, 3 * ratio])
  ctx.font = `${look.fontSize * 0.75 * ratio}px system-ui, sans-serif`
  ctx.textBaseline = 'top'
  const widthOf = (text: string): number => ctx.measureText(text).width
  const names = marks.map(({ version, rollback }) => `${rollback ? '↩ ' : ''}${nameOf(version)}`)
  const labelled = placesWithLabel(places, Math.max(0, ...names.map(widthOf)) + 2 * GAP * ratio)
  names.forEach((name, index) => {
    const x = Math.round(places[index] ?? 0) + 0.5
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    if (labelled[index] !== true) return
    // On the side where the chart continues.
    const isRight = x > bbox.left + bbox.width / 2
    const room = (isRight ? x - bbox.left : bbox.left + bbox.width - x) - GAP * ratio
    ctx.textAlign = isRight ? 'right' : 'left'
    ctx.fillText(fitted(name, room, widthOf), x + (isRight ? -GAP : GAP) * ratio, bbox.top)
  })
  ctx.restore()
}

function stripes(colour: string, paper: string): string | CanvasPattern {
  const tile = document.createElement('canvas')
  tile.width = tile.height = STRIPE
  const context = tile.getContext('2d')
  if (context === null) return colour
  context.fillStyle = colour
  context.fillRect(0, 0, STRIPE, STRIPE)
  context.fillStyle = paper
  context.fillRect(0, 0, STRIPE, 2)
  return context.createPattern(tile, 'repeat') ?? colour
}
