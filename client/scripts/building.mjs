// SPDX-License-Identifier: Apache-2.0
// What the builds of the client and the dashboard share: npm, checks of what is newer, and files for a jar.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const client = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = ['src', 'package.json', 'package-lock.json', 'tsdown.config.ts', 'tsdown.script.config.ts', 'tsconfig.json'].map((name) => join(client, name))

/** The built client. */
export const clientDist = join(client, 'dist')

/** The compressors, by file extension. Neither runs at run time, so each uses its best level. */
const COMPRESSED = {
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
}

/** Builds the client, unless it is newer than its sources. */
export function buildClient() {
  checkNode()
  if (newest(sources) <= changed(join(clientDist, 'script', 'client.js'))) return
  install(client)
  run(client, 'npm', ['run', 'build', '--silent'])
}

/** Installs what package-lock.json lists, unless already installed. */
export function install(folder) {
  if (changed(join(folder, 'node_modules', '.package-lock.json')) >= changed(join(folder, 'package-lock.json'))) return
  run(folder, 'npm', ['ci', '--ignore-scripts', '--silent'])
}

/** Runs a command. Its output is shown only if it fails. */
export function run(folder, command, args) {
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' }
  const { status, error, stdout, stderr } = spawnSync(command, args, options)
  if (status === 0) return
  console.error(`${stdout ?? ''}${stderr ?? ''}`)
  fail(`${command} ${args.join(' ')} in ${basename(folder)}: ${error?.message ?? `exit code ${status}`}`)
}

/**
 * Replaces a folder's contents with another folder's files, each also in compressed forms, and a list of the plain files; a
 * server finds the forms next to them. File names contain a hash, so old files would otherwise pile up.
 */
export function publish(target, source, filter = () => true) {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  cpSync(source, target, { recursive: true, filter })
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

/**
 * Returns the time of the latest change. A folder counts with its contents, and itself, because files may have been removed
 * from it.
 */
export function newest(paths) {
  const inside = (path) => (isFolder(path) ? newest(readdirSync(path).map((name) => join(path, name))) : -Infinity)
  return Math.max(...paths.flatMap((path) => [changed(path), inside(path)]))
}

/** Returns when a file was changed, in milliseconds since the epoch; earlier than everything if it does not exist. */
export function changed(path) {
  return existsSync(path) ? statSync(path).mtimeMs : -Infinity
}

export function isFolder(path) {
  return existsSync(path) && statSync(path).isDirectory()
}

/** Returns the files below a folder, as paths relative to it, in order. */
export function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort()
}

/** Ends the build. */
export function fail(message) {
  console.error(`${basename(process.cwd())}: ${message}`)
  process.exit(1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail(`node is version ${process.versions.node} (expected: 20.19 or newer)`)
}
