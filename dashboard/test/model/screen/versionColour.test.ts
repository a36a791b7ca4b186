// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hatched, lookAlike, versionColour } from '../../../src/model/colour/versionColour'

const tokens = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8')
const commits = Array.from({ length: 200 }, (_, index) => (index * 2654435761).toString(16).padStart(12, '0').repeat(4).slice(0, 40))

describe('the colour of a version', () => {
  it('depends on its name alone, and is written down here so that no later release of Rollcall changes it', () => {
    expect(['v1', 'v2', 'build-41', '3f2a9c1be0d4'].map(versionColour)).toEqual([
      { hue: 255, tone: '0' },
      { hue: 33, tone: '1' },
      { hue: 105, tone: '0' },
      { hue: 82, tone: '0' },
    ])
    expect(versionColour('(other)').tone).toBe('other')
  })

  it.each(['v', 'build-', '1.0.', '2026.11.'])('differs from those of the eight releases before it: %s1 to %s60', (series) => {
    const colours = Array.from({ length: 60 }, (_, index) => versionColour(`${series}${index + 1}`))
    colours.forEach((colour, index) => {
      for (const before of colours.slice(Math.max(0, index - 8), index)) expect(lookAlike(before, colour)).toBe(false)
    })
  })

  it('uses the whole circle and every tone', () => {
    const colours = commits.map(versionColour)
    expect(new Set(colours.map(({ tone }) => tone))).toEqual(new Set(['0', '1', '2']))
    expect(new Set(colours.map(({ hue }) => Math.floor(hue / 30))).size).toBe(12)
  })
})

describe('versions side by side', () => {
  it('are told apart by stripes where their colours are alike, never two striped ones in a row', () => {
    const marked = hatched(commits)
    expect(marked.size).toBeGreaterThan(0)
    for (const [index, version] of commits.entries()) {
      const before = commits[index - 1]
      if (before === undefined || !lookAlike(versionColour(before), versionColour(version))) continue
      expect(marked.has(version)).not.toBe(marked.has(before))
    }
  })

  it('need none in the order of their numbers', () => {
    expect(hatched(['v3', 'v2', 'v1', '(other)']).size).toBe(0)
  })
})

describe('each tone', () => {
  it.each([
    ['light', ':root {'],
    ['dark', ":root[data-theme='dark'] {"],
  ])('can be seen on the paper of the %s theme, with any hue (WCAG 1.4.11)', (_, selector) => {
    const block = tokens.slice(tokens.indexOf(selector), tokens.indexOf('}', tokens.indexOf(selector)))
    const paper = luminanceOfHex(/--paper: (#\w{6})/.exec(block)?.[1] ?? '')
    const tones = [...block.matchAll(/--tone-\d: ([\d.]+) ([\d.]+)/g)].map(([, light, chroma]) => [Number(light), Number(chroma)] as const)
    expect(tones).toHaveLength(3)
    for (const [light, chroma] of tones) {
      for (let hue = 0; hue < 360; hue += 5) expect(contrast(paper, luminanceOfOklch(light, chroma, hue))).toBeGreaterThanOrEqual(3)
    }
  })
})

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminanceOfHex(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** CSS Color 4, section 9.2; what the screen cannot show is cut off. */
function luminanceOfOklch(light: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)))
  return 0.2126 * (rgb[0] ?? 0) + 0.7152 * (rgb[1] ?? 0) + 0.0722 * (rgb[2] ?? 0)
}
