// SPDX-License-Identifier: Apache-2.0
// The script for a tag must stay small, like the core: every page load of every visitor needs it. It is all in one file: the
// core, including the parts that it otherwise loads only when needed, the prompt, and its texts in five languages.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_BYTES = 13 * 1024

const bytes = gzipSync(readFileSync(new URL('../dist/script/client.js', import.meta.url)), { level: 9 }).length
console.log(`script: ${bytes} bytes minified and gzipped (limit ${LIMIT_BYTES})`)
if (bytes > LIMIT_BYTES) process.exit(1)
