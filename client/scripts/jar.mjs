// SPDX-License-Identifier: Apache-2.0
// Run by Maven. `node scripts/jar.mjs OUT VERSION` builds the client and puts what a browser may load into OUT: the modules,
// which need no bundler, and the script for a tag; and the version under which hosts serve the modules. It does nothing that
// would change nothing.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient, changed, clientDist, fail, isFolder, newest, publish } from './building.mjs'

/** The entries for browsers. What they import comes with them; code for Node does not. */
const ENTRIES = ['index.js', 'vue.js', 'react.js', 'svelte.js', 'requests.js', 'script/client.js']

const [, , out = fail('OUT: missing (expected: the folder for the files)'), version = fail('VERSION: missing (expected: that of the jar)')] = process.argv
buildClient()
const own = ['building.mjs', 'jar.mjs'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
if (newest([join(clientDist, 'script', 'client.js'), ...own]) > changed(join(out, 'files.txt'))) {
  const wanted = new Set()
  for (const entry of ENTRIES) collect(join(clientDist, entry), wanted)
  publish(out, clientDist, (path) => isFolder(path) || wanted.has(path))
}
const kept = join(out, 'version.txt')
if (!existsSync(kept) || readFileSync(kept, 'utf8') !== version) writeFileSync(kept, version)

/** Adds a module and everything that it imports, now or later, by relative addresses. */
function collect(path, found) {
  if (found.has(path)) return
  if (!existsSync(path)) fail(`${path}: missing (expected: built by npm run build)`)
  found.add(path)
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*["'`]\.\/([\w./-]+\.js)["'`]/g)) collect(join(path, '..', name), found)
}
