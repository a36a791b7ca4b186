// SPDX-License-Identifier: Apache-2.0
// Run by Maven. `node scripts/jar.mjs OUT` builds the client, unless it is newer than its sources, and puts its modules and
// the script for a tag into OUT, with a list of them. Each is also there compressed, so that no server compresses anything.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const client = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(client, 'dist')
const built = join(dist, 'script', 'client.js')
const sources = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsdown.config.ts', 'tsconfig.json'].map((name) => join(client, name))

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) fail(`node is version ${process.versions.node} (expected: 20.19 or newer)`)
const out = process.argv[2] ?? fail('OUT: missing (expected: the folder for the files)')
if (newest(sources) > changed(built)) build()
if (changed(built) > changed(join(out, 'files.txt'))) publish()

function build() {
  if (changed(join(client, 'node_modules', '.package-lock.json')) < changed(join(client, 'package-lock.json'))) {
    run('npm', ['ci', '--ignore-scripts', '--silent'])
  }
  run('npm', ['run', 'build', '--silent'])
}

function publish() {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  cpSync(dist, out, { recursive: true, filter: (path) => isFolder(path) || path.endsWith('.js') })
  const files = readdirSync(out, { recursive: true }).filter((file) => file.endsWith('.js')).map((file) => file.split(sep).join('/')).sort()
  for (const file of files) compress(join(out, file))
  writeFileSync(join(out, 'files.txt'), files.map((file) => `${file}\n`).join(''))
}

function compress(path) {
  const bytes = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
}

/** Runs a command. Its output is shown only when it fails. */
function run(command, args) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: client, encoding: 'utf8', shell: process.platform === 'win32' })
  if (status === 0) return
  console.error(`${stdout ?? ''}${stderr ?? ''}`)
  fail(`${command} ${args.join(' ')} in ${relative(dirname(client), client)}: ${error?.message ?? `exit code ${status}`}`)
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

function fail(message) {
  console.error(`client: ${message}`)
  process.exit(1)
}
