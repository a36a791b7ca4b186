// SPDX-License-Identifier: Apache-2.0
import { OTHER_VERSIONS } from '../versions'

/** How light a colour is; each theme defines what that means. */
export type Tone = '0' | '1' | '2' | 'other'

/** The colour of a version: a hue of the colour circle in degrees, and a tone. */
export interface VersionColour {
  readonly hue: number
  readonly tone: Tone
}

/** The angle by which the hues of numbered versions differ, in degrees: it takes many steps to come back to the start. */
const GOLDEN_ANGLE = 137.508

/** Where the circle begins, in degrees, so that `v1` and `v2` are blue and orange, which nearly everybody can tell apart. */
const FIRST_HUE = 232

/** Colours of one tone can be told apart if their hues differ by at least this, in degrees. */
const MIN_DIFFERENCE = 24

const TONES = ['0', '1', '2'] as const

/**
 * Returns the colour of a version. It depends only on the name, so a version has the same colour on every screen, in every
 * panel, today and next month. Numbered names that follow each other, such as `build-41` and `build-42`, get very different
 * colours.
 */
export function versionColour(version: string): VersionColour {
  if (version === OTHER_VERSIONS) return { hue: 0, tone: 'other' }
  const [, series = version, digits = '0'] = /^(.*?)(\d{1,9})$/s.exec(version) ?? []
  const base = hash(series)
  const number = Number(digits)
  return { hue: Math.round(FIRST_HUE + (base % 3600) / 10 + number * GOLDEN_ANGLE) % 360, tone: TONES[((base >>> 12) + number) % 3] ?? '0' }
}

/** Returns whether two colours are hard to tell apart where they touch. */
export function lookAlike(a: VersionColour, b: VersionColour): boolean {
  const distance = Math.abs(a.hue - b.hue)
  return a.tone === b.tone && Math.min(distance, 360 - distance) < MIN_DIFFERENCE
}

/**
 * Returns which versions to hatch when they are drawn side by side, because they look like the one before. They keep their
 * colour.
 */
export function hatched(versions: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  versions.forEach((version, index) => {
    const before = versions[index - 1]
    if (before === undefined || found.has(before)) return
    if (lookAlike(versionColour(before), versionColour(version))) found.add(version)
  })
  return found
}

/** FNV-1a over UTF-16 units, then mixed, so that names that differ at the end differ everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
