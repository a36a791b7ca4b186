// SPDX-License-Identifier: Apache-2.0
// Builds the front end. Maven runs `node build.mjs OUT` to put it into the jar; deploy.mjs builds the next one.

import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const frontend = fileURLToPath(new URL('frontend', import.meta.url))
const client = fileURLToPath(new URL('../../client', import.meta.url))

/** Builds into that folder, which is emptied first; the id is BUILD_ID, or build-1. */
export function buildFrontEnd(out, id = process.env.BUILD_ID ?? 'build-1') {
  // Maven has built the client by now, for the dashboard.
  if (!existsSync(join(client, 'dist', 'index.js'))) {
    install(client)
    run(client, ['run', 'build', '--silent'])
  }
  install(frontend)
  run(frontend, ['run', 'build', '--silent', '--', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], { BUILD_ID: id })
}

/** Installs what package-lock.json says, unless that is done. */
function install(folder) {
  const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity)
  if (changed(join(folder, 'node_modules', '.package-lock.json')) >= changed(join(folder, 'package-lock.json'))) return
  run(folder, ['ci', '--ignore-scripts', '--silent'])
}

/** Runs npm, and shows what it said only when it fails. */
function run(folder, args, env = {}) {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env }, shell: process.platform === 'win32' }
  const { status, error, stdout, stderr } = spawnSync('npm', args, options)
  if (status === 0) return
  throw new Error(`npm ${args.join(' ')} in ${folder}: ${error?.message ?? `exit code ${status}`}\n${stdout ?? ''}${stderr ?? ''}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildFrontEnd(process.argv[2])
