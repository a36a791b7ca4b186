// SPDX-License-Identifier: Apache-2.0
import { versionColour } from './versionColour'

/** The attributes that give an element `--colour`, the colour of a version; see tokens.css. */
export interface Paint {
  readonly 'data-tone': string
  readonly style: Readonly<Record<string, string>>
}

/** Returns the attributes that paint an element in the colour of a version. */
export function paint(version: string): Paint {
  const { hue, tone } = versionColour(version)
  return { 'data-tone': tone, style: { '--hue': String(hue) } }
}
