// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResolvedConfig } from 'vite'
import { findBuildId, type BuildId } from './build-id/build-id'

/** The build that the plugin works for, and its id. */
export interface Build {
  /** Whether this is the code of a server that renders pages. */
  readonly isServer: boolean
  /** Returns the id of the build. */
  id(): string
  /** Takes Vite's configuration. */
  configured(config: ResolvedConfig): void
  /** Notes that a run of the bundler begins. */
  started(watches: boolean): void
  /** Makes this source say the id from now on. */
  simulate(source: { readonly version: string }): void
}

/** Ids by root: pages and their server, which some tools build one after the other in one process, share one id. */
const known = new Map<string, BuildId>()

/**
 * Creates a build.
 *
 * @param given its id; undefined to find one
 */
export function createBuild(given: string | undefined): Build {
  let config: ResolvedConfig
  let simulated: { readonly version: string } | undefined
  let ran = false
  return {
    get isServer() {
      return Boolean(config.build.ssr)
    },
    id: () => simulated?.version ?? given ?? idOf(config),
    configured: (resolved) => void (config = resolved),
    started(watches) {
      // While watching, each new run has other contents, so it is another build.
      if (ran && watches && config.command === 'build') known.delete(config.root)
      ran = true
    },
    simulate: (source) => void (simulated = source),
  }
}

/**
 * A server that is built in a different process from its pages gets their id, even if the same sources would not give
 * the same id again.
 */
function idOf({ root, cacheDir, build }: ResolvedConfig): string {
  const found = known.get(root) ?? findBuildId({ folder: root })
  const isServer = Boolean(build.ssr)
  const ofPages = isServer && !found.repeatable && !known.has(root) ? read(cacheDir) : undefined
  if (ofPages !== undefined) return ofPages
  if (!isServer && !found.repeatable && !known.has(root)) write(cacheDir, found.id)
  known.set(root, found)
  return found.id
}

const FILE = 'rollcall-build'

function read(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, FILE), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

function write(folder: string, id: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, FILE), `${id}\n`)
  } catch {
    // Only a server that is built on its own, from sources without a commit, would have read it.
  }
}
