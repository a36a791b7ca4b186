// SPDX-License-Identifier: Apache-2.0
import { OTHER_VERSIONS } from './versions'

/** The number of colours for versions that are not current. */
const HUES = 8

/** The colours of the versions. A version keeps its colour while the page is open. */
export class VersionColours {
  readonly #indexes = new Map<string, number>()

  /** Returns the name of a version's colour: `current`, `other`, or `0` to `7`. */
  of(version: string, current: string | null): string {
    if (version === current) return 'current'
    if (version === OTHER_VERSIONS) return 'other'
    const index = this.#indexes.get(version) ?? this.#indexes.size
    this.#indexes.set(version, index)
    return String(index % HUES)
  }
}
