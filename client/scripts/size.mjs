// SPDX-License-Identifier: Apache-2.0
// What every tab of every visitor loads must stay small: the core, where only what `createRollcall` needs counts, and the
// script for a tag, which is the core, a prompt and its texts.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const CORE_BYTES = 5 * 1024
const SCRIPT_BYTES = 12 * 1024
const entry = 'only-the-core'
const dist = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url))
const plugin = {
  name: entry,
  resolveId: (id) => (id === entry ? id : null),
  load: (id) => (id === entry ? `export { createRollcall } from ${JSON.stringify(dist('index.js'))}` : null),
}

const bundle = await rolldown({ input: entry, plugins: [plugin] })
const { output } = await bundle.generate({ format: 'esm', minify: true })
check('core', output.map((chunk) => chunk.code ?? '').join(''), CORE_BYTES)
check('script', readFileSync(dist('script/client.js')), SCRIPT_BYTES)

function check(name, code, limit) {
  const bytes = gzipSync(code, { level: 9 }).length
  console.log(`${name}: ${bytes} bytes minified and gzipped (limit ${limit})`)
  if (bytes > limit) process.exitCode = 1
}
