// SPDX-License-Identifier: Apache-2.0
// Run by Maven. `node build.mjs build OUT` puts the built app into OUT. Each file that gets smaller by it is also there
// compressed, so that the server compresses nothing by itself. `node build.mjs test` checks types and runs the tests. A step
// is skipped when nothing that it depends on has changed.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildClient, changed, clientDist, fail, files, install, newest, publish, run } from '../client/scripts/building.mjs'

const dashboard = dirname(fileURLToPath(import.meta.url))
const clientBuilt = join(clientDist, 'index.js')
const ownSources = ['src', 'public', 'index.html', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'build.mjs'].map(
  (name) => join(dashboard, name),
)

/** The largest size of everything that a browser may load, gzipped, in bytes. */
const MAX_BYTES = 120_000

const [task, out = join(dashboard, 'target', 'classes', 'dev', 'rollcall', 'dashboard')] = process.argv.slice(2)
if (task === 'build') build(out)
else if (task === 'test') test(join(dashboard, 'target', 'tested'))
else fail(`task: ${task} (expected: build or test)`)

function build(target) {
  prepare()
  if (newest([...ownSources, clientBuilt]) <= changed(join(target, 'files.txt'))) return
  run(dashboard, 'npm', ['run', 'build', '--silent'])
  checkSize(join(dashboard, 'dist'))
  publish(target, join(dashboard, 'dist'))
}

function test(stamp) {
  prepare()
  if (newest([...ownSources, join(dashboard, 'test'), clientBuilt]) <= changed(stamp)) return
  run(dashboard, 'npm', ['run', 'typecheck', '--silent'])
  run(dashboard, 'npm', ['test', '--silent'])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, '')
}

/** Builds the client, which is a dependency, and installs the others. */
function prepare() {
  buildClient()
  install(dashboard)
}

function checkSize(folder) {
  const bytes = files(folder).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  if (bytes > MAX_BYTES) fail(`the app has ${bytes} bytes, gzipped (expected: at most ${MAX_BYTES})`)
}
