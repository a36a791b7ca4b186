// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBuildId } from '../vite/build-id/build-id'
import { EXIT, Failure } from './failure'

/**
 * Where builds leave their id, below the project's folder: Vite and Nuxt with Rollcall's plugins, and Nuxt on its own.
 */
const FILES: readonly (readonly [path: string, field: string])[] = [
  ['dist/version.json', 'version'],
  ['.output/public/version.json', 'version'],
  ['.output/public/_nuxt/builds/latest.json', 'id'],
]

/** A version, and where it was found, in words for people. */
export interface BuiltVersion {
  readonly version: string
  readonly source: string
}

/**
 * Finds the version that was built here.
 *
 * @throws Failure when several builds differ, or none is found
 */
export function builtVersion(folder: string, env: NodeJS.ProcessEnv): BuiltVersion {
  const found = FILES.flatMap(([path, field]) => {
    const version = readField(join(folder, path), field)
    return version === undefined ? [] : [{ version, source: path }]
  })
  const [first, ...others] = found
  const other = others.find(({ version }) => version !== first?.version)
  if (first !== undefined && other !== undefined) {
    throw new Failure(EXIT.usage, `${first.source} says ${first.version}, ${other.source} says ${other.version} (expected: one build; name the version)`)
  }
  return first ?? fromCommit(folder, env)
}

function fromCommit(folder: string, env: NodeJS.ProcessEnv): BuiltVersion {
  const { id, repeatable } = findBuildId({ folder, env })
  if (repeatable) return { version: id, source: 'the commit' }
  const places = FILES.map(([path]) => path).join(', ')
  throw new Failure(EXIT.usage, `no version (expected: one in ${places}, or as an argument: rollcall announce build-7)`)
}

function readField(file: string, field: string): string | undefined {
  try {
    const value = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[field]
    return typeof value === 'string' && value !== '' ? value : undefined
  } catch {
    return undefined
  }
}
