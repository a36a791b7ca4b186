// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { checkout } from './git'
import { commitOfService } from './services'

/** The id of a build. */
export interface BuildId {
  readonly id: string
  /** Whether the same sources give the same id, even in another process. */
  readonly repeatable: boolean
}

/** Where a build id comes from. Everything but the folder is for tests. */
export interface BuildIdSources {
  /** A folder in the repository. */
  readonly folder: string
  readonly env?: NodeJS.ProcessEnv
  readonly now?: Date
}

// Git's own abbreviations have different lengths in a shallow clone and a full one.
const COMMIT_LENGTH = 12

/**
 * Finds the id of this build: the commit that a build service names, otherwise the one that git has checked out, with a
 * suffix if something is not committed, otherwise the time with random characters.
 */
export function findBuildId({ folder, env = process.env, now = new Date() }: BuildIdSources): BuildId {
  const service = commitOfService(env)
  if (service !== undefined) return { id: service.slice(0, COMMIT_LENGTH), repeatable: true }
  const found = checkout(folder)
  if (found === undefined) return { id: timeId(now), repeatable: false }
  const commit = found.commit.slice(0, COMMIT_LENGTH)
  if (found.changes === '') return { id: commit, repeatable: true }
  // The first of two builds may itself write what git sees as a change.
  return { id: `${commit}-dirty-${found.changes}`, repeatable: false }
}

/**
 * Returns a build id that was given.
 *
 * @throws TypeError when it does not have 1 to 128 printable characters
 */
export function givenBuildId(given: string): string {
  const id = typeof given === 'string' ? given.trim() : given
  if (typeof id === 'string' && /^[^\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(id)) return id
  throw new TypeError(`rollcall: build: ${JSON.stringify(given)} (expected: 1 to 128 printable characters)`)
}

/** `20261129-004512-k3x9`: sorts by time, and two builds in one second differ. */
function timeId(now: Date): string {
  const digits = now.toISOString().replace(/\D/g, '')
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(3).toString('hex')}`
}
