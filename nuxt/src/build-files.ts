// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Nuxt } from '@nuxt/schema'
import { fileName } from './runtime/shared'

/**
 * Puts two files beside the pages: `version.json` with the id of the build, as the Vite plugin writes it, and, below the folder
 * for assets, a list of the build's chunks, with which a tab finds out whether the site still has its own.
 */
export function addBuildFiles(nuxt: Nuxt): void {
  const { buildId, buildDir, app } = nuxt.options
  const root = join(buildDir, 'rollcall')
  nuxt.hook('nitro:config', (nitro) => {
    const config = nitro as { publicAssets?: object[] }
    config.publicAssets = [...(config.publicAssets ?? []), { dir: root, baseURL: '/', maxAge: 0, fallthrough: true }]
  })
  // Before Nitro, which listens to this hook as well, copies its assets.
  nuxt.hook('build:done', () => {
    const builds = join(root, app.buildAssetsDir, 'builds', 'chunks')
    rmSync(root, { recursive: true, force: true })
    mkdirSync(builds, { recursive: true })
    writeFileSync(join(root, 'version.json'), `${JSON.stringify({ version: buildId })}\n`)
    const chunks = chunksIn(join(buildDir, 'dist/client', app.buildAssetsDir))
    writeFileSync(join(builds, `${fileName(buildId)}.json`), `${JSON.stringify(chunks)}\n`)
  })
}

/** Returns the paths of the chunks in a folder and below it. */
export function chunksIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(m?js|css)$/.test(name))
    .sort()
}
