// SPDX-License-Identifier: Apache-2.0
// Builds the front end. Maven runs `node build.mjs OUT` to put it into the jar; deploy.mjs builds the next version.

import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const frontend = fileURLToPath(new URL('frontend', import.meta.url))
const client = fileURLToPath(new URL('target/client/dev/rollcall/client/vue.js', import.meta.url))

/** Builds into the folder `out`, which is emptied first. The id is BUILD_ID by default, otherwise build-1. */
export function buildFrontEnd(out, id = process.env.BUILD_ID ?? 'build-1') {
  if (!existsSync(client)) throw new Error(`${client}: missing (expected: put there by "mvn package")`)
  install(frontend)
  run(frontend, ['run', 'build', '--silent', '--', '--outDir', out, '--emptyOutDir', '--logLevel', 'warn'], { BUILD_ID: id })
}

/** Installs what package-lock.json lists, unless that is already installed. */
function install(folder) {
  const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : -Infinity)
  if (changed(join(folder, 'node_modules', '.package-lock.json')) >= changed(join(folder, 'package-lock.json'))) return
  run(folder, ['ci', '--ignore-scripts', '--silent'])
}

/** Runs npm, and shows its output only if it fails. */
function run(folder, args, env = {}) {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env }, shell: process.platform === 'win32' }
  const { status, error, stdout, stderr } = spawnSync('npm', args, options)
  if (status === 0) return
  throw new Error(`npm ${args.join(' ')} in ${folder}: ${error?.message ?? `exit code ${status}`}\n${stdout ?? ''}${stderr ?? ''}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildFrontEnd(process.argv[2])
