// SPDX-License-Identifier: Apache-2.0
import { percent, tabs } from '../format'

/** What this page shows in the browser's tab bar. */
export interface PageFigures {
  readonly total: number
  /** The share on the current version, from 0 to 1. */
  readonly share: number
  /** The current version in its short form; null while there is none. */
  readonly version: string | null
  /** The title of the shown page of the dashboard; null for the first page. */
  readonly page: string | null
  /** Whether the figures are old. */
  readonly lost: boolean
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 0 })

/** The sizes of the number by its length, in the units of the icon. */
const SIZES: Readonly<Record<number, number>> = { 1: 26, 2: 22, 3: 16, 4: 13 }

/** Returns the title of the page. */
export function pageTitle({ total, share, version, page, lost }: PageFigures): string {
  if (lost) return `Connection lost, last ${tabs(total)} – Rollcall`
  const name = page === null ? 'Rollcall' : `${page} – Rollcall`
  const adopted = total === 0 || version === null ? '' : `, ${percent(share)} on ${version}`
  return `${tabs(total)}${adopted} – ${name}`
}

/** Returns the icon of the page: the number of tabs as an SVG in a `data:` address. */
export function pageIcon({ total, lost }: Pick<PageFigures, 'total' | 'lost'>): string {
  const number = compact.format(total)
  const size = SIZES[number.length] ?? 11
  const ground = lost ? '#6b6f6d' : '#0d5f49'
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="${ground}"/>` +
    `<text x="16" y="16" dy=".36em" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${size}" fill="#fff">${number}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
