// SPDX-License-Identifier: Apache-2.0
// The core must stay small, because every tab of every visitor loads it. Only what `createRollcall` needs counts.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const LIMIT_BYTES = 5 * 1024
const entry = 'only-the-core'
const dist = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const plugin = {
  name: entry,
  resolveId: (id) => (id === entry ? id : null),
  load: (id) => (id === entry ? `export { createRollcall } from ${JSON.stringify(dist)}` : null),
}

const bundle = await rolldown({ input: entry, plugins: [plugin] })
const { output } = await bundle.generate({ format: 'esm', minify: true })
const bytes = gzipSync(output.map((chunk) => chunk.code ?? '').join(''), { level: 9 }).length
console.log(`core: ${bytes} bytes minified and gzipped (limit ${LIMIT_BYTES})`)
if (bytes > LIMIT_BYTES) process.exit(1)
