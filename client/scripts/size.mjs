// SPDX-License-Identifier: Apache-2.0
// The core must stay small, because every tab of every visitor loads it. Only what `createRollcall` needs counts, as produced
// by each of the three bundlers and minifiers in use.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { minify } from 'terser'

const LIMIT_BYTES = { rolldown: 5_696, esbuild: 5_696, terser: 5_696 }

const dist = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const source = `export { createRollcall } from ${JSON.stringify(dist)}`

/** The parts that are loaded separately: if a service worker controls the page, if no WebSocket works, and for stats. */
const parts = [/service-worker/, /fallback/, /stats-subscription/]

/** Returns the core in one piece, as rolldown bundles it. */
async function rolled(minified) {
  const entry = 'only-the-core'
  const plugin = { name: entry, resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? source : null) }
  const bundle = await rolldown({ input: entry, plugins: [plugin], external: parts })
  const { output } = await bundle.generate({ format: 'esm', minify: minified })
  return output.map((chunk) => chunk.code ?? '').join('')
}

async function esbuilt() {
  const options = { bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, external: ['./service-worker*', './fallback*', './stats-subscription*'] }
  const { outputFiles } = await build({ ...options, stdin: { contents: source, resolveDir: '/' } })
  return outputFiles[0].text
}

async function tersed() {
  const { code } = await minify(await rolled(false), { module: true, ecma: 2020 })
  return code
}

const built = { rolldown: await rolled(true), esbuild: await esbuilt(), terser: await tersed() }
const sizes = Object.entries(built).map(([name, code]) => [name, gzipSync(code, { level: 9 }).length])
for (const [name, bytes] of sizes) console.log(`core: ${bytes} bytes minified by ${name} and gzipped (limit ${LIMIT_BYTES[name]})`)
if (sizes.some(([name, bytes]) => bytes > LIMIT_BYTES[name])) process.exit(1)
