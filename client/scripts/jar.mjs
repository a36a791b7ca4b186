// SPDX-License-Identifier: Apache-2.0
// Run by Maven. `node scripts/jar.mjs OUT` builds the client and puts its modules, which need no bundler, and the script for a
// tag into OUT. Nothing is done that would change nothing.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient, changed, clientDist, fail, isFolder, newest, publish } from './building.mjs'

const out = process.argv[2] ?? fail('OUT: missing (expected: the folder for the files)')
buildClient()
const own = ['building.mjs', 'jar.mjs'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
if (newest([join(clientDist, 'script', 'client.js'), ...own]) > changed(join(out, 'files.txt'))) {
  publish(out, clientDist, (path) => isFolder(path) || path.endsWith('.js'))
}
