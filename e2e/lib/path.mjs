// SPDX-License-Identifier: Apache-2.0
// Finds programs.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Returns the path of the first of these programs in the first folder of PATH that has one, or undefined. */
export function onPath(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name)
      if (executable(path)) return path
    }
  }
  return undefined
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Handles a missing program, without which tests cannot run.
 *
 * @returns undefined, if CI is not set; the tests are then skipped
 * @throws if CI is `true`: a pipeline that tests nothing must not be green
 */
export function missing(advice) {
  if (process.env.CI === 'true') throw new Error(advice)
  console.error(`\n*** SKIPPED: browser tests did not run: ${advice} ***\n`)
  return undefined
}
