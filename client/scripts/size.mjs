// SPDX-License-Identifier: Apache-2.0
// The core must stay small: every tab of every visitor loads it.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const LIMIT_BYTES = 5 * 1024

const bundle = await rolldown({ input: fileURLToPath(new URL('../dist/index.js', import.meta.url)) })
const { output } = await bundle.generate({ format: 'esm', minify: true })
const bytes = gzipSync(output.map((chunk) => chunk.code ?? '').join(''), { level: 9 }).length
console.log(`core: ${bytes} bytes minified and gzipped (limit ${LIMIT_BYTES})`)
if (bytes > LIMIT_BYTES) process.exit(1)
