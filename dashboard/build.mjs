// SPDX-License-Identifier: Apache-2.0
// Run by Maven. `node build.mjs build OUT` puts the built app and a list of its files into OUT, and the built client into
// the folder `client` beside it, for the demo. Each file that gets smaller by it is also there compressed, so that the server
// compresses nothing by itself. `node build.mjs test` checks types and runs the tests. A step is skipped
// when nothing that it depends on has changed.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dashboard = dirname(fileURLToPath(import.meta.url))
const client = join(dashboard, '..', 'client')
const clientBuilt = join(client, 'dist', 'index.js')
const clientSources = ['src', 'package.json', 'package-lock.json', 'tsdown.config.ts', 'tsconfig.json'].map((name) => join(client, name))
const ownSources = ['src', 'public', 'index.html', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'build.mjs'].map(
  (name) => join(dashboard, name),
)

/** What compresses a file, by the ending of its name. Neither is ever done at run time, so the best is good enough. */
const COMPRESSED = {
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
}

/** The largest size of everything that a browser may load, gzipped, in bytes. */
const MAX_BYTES = 120_000

checkNode()
const [task, out = join(dashboard, 'target', 'classes', 'dev', 'rollcall', 'dashboard')] = process.argv.slice(2)
if (task === 'build') build(out)
else if (task === 'test') test(join(dashboard, 'target', 'tested'))
else fail(`task: ${task} (expected: build or test)`)

function build(target) {
  prepare()
  publishClient(join(target, '..', 'client'))
  const list = join(target, 'files.txt')
  if (newest([...ownSources, clientBuilt]) <= changed(list)) return
  run(dashboard, 'npm', ['run', 'build', '--silent'])
  replace(target, join(dashboard, 'dist'))
  checkSize(target)
  publish(target)
}

/** Copies the client's modules as they are, without their types. They need no bundler. */
function publishClient(target) {
  if (newest([clientBuilt, join(dashboard, 'build.mjs')]) <= changed(join(target, 'files.txt'))) return
  replace(target, dirname(clientBuilt), (path) => isFolder(path) || path.endsWith('.js'))
  publish(target)
}

/** Replaces a folder. File names contain a hash, so old files would pile up otherwise. */
function replace(target, source, filter = () => true) {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  cpSync(source, target, { recursive: true, filter })
}

/** Compresses each file, and writes the list of those that are not compressed: what is beside them, the server finds. */
function publish(target) {
  const all = files(target)
  for (const file of all) compress(join(target, file))
  writeFileSync(join(target, 'files.txt'), all.map((file) => `${file}\n`).join(''))
}

function compress(path) {
  const bytes = readFileSync(path)
  for (const [ending, by] of Object.entries(COMPRESSED)) {
    const smaller = by(bytes)
    if (smaller.length < bytes.length) writeFileSync(`${path}.${ending}`, smaller)
  }
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
  if (newest(clientSources) > changed(clientBuilt)) {
    install(client)
    run(client, 'npm', ['run', 'build', '--silent'])
  }
  install(dashboard)
}

function install(folder) {
  if (changed(join(folder, 'node_modules', '.package-lock.json')) >= changed(join(folder, 'package-lock.json'))) return
  run(folder, 'npm', ['ci', '--ignore-scripts', '--silent'])
}

/** Runs a command. Its output is shown only when it fails. */
function run(folder, command, args) {
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' }
  const { status, error, stdout, stderr } = spawnSync(command, args, options)
  if (status === 0) return
  console.error(`${stdout ?? ''}${stderr ?? ''}`)
  fail(`${command} ${args.join(' ')} in ${relative(dirname(dashboard), folder)}: ${error?.message ?? `exit code ${status}`}`)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail(`node is version ${process.versions.node} (expected: 20.19 or newer)`)
}

function checkSize(folder) {
  const bytes = files(folder).reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  if (bytes > MAX_BYTES) fail(`the app has ${bytes} bytes, gzipped (expected: at most ${MAX_BYTES})`)
}

/** Returns the time of the latest change. A folder counts with its contents, and by itself for the files removed from it. */
function newest(paths) {
  const inside = (path) => (isFolder(path) ? newest(readdirSync(path).map((name) => join(path, name))) : -Infinity)
  return Math.max(...paths.flatMap((path) => [changed(path), inside(path)]))
}

/** Returns when a file was changed, in milliseconds since the epoch; earlier than everything when it does not exist. */
function changed(path) {
  return existsSync(path) ? statSync(path).mtimeMs : -Infinity
}

function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory()
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort()
}

function fail(message) {
  console.error(`dashboard: ${message}`)
  process.exit(1)
}
