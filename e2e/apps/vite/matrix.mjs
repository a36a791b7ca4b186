// SPDX-License-Identifier: Apache-2.0
// Builds a page and a server with one version of Vite, and asks its development server: node matrix.mjs vite7
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import rollcall from '@rollcall/client/vite'

const name = process.argv[2]
const { build, createServer, version } = await import(name)
const out = `dist-${name}`
rmSync(out, { recursive: true, force: true })
const common = { configFile: false, logLevel: 'error' }
const input = { rollupOptions: { input: 'plain.html' } }
await build({ ...common, plugins: [rollcall({ inject: true })], build: { outDir: `${out}/pages`, ...input } })
await build({ ...common, plugins: [rollcall()], build: { outDir: `${out}/server`, ssr: 'server.mjs' } })
const pages = JSON.parse(readFileSync(`${out}/pages/version.json`, 'utf8')).version

const server = await createServer({ ...common, plugins: [rollcall({ build: 'dev-1' })], server: { port: 0, host: '127.0.0.1' } })
await server.listen()
const site = server.resolvedUrls.local[0]
const module = async () => (await (await fetch(`${site}@id/__x00__rollcall:@rollcall/client/build`)).text()).match(/"(.+?)"/)[1]
const before = await module()
await fetch(`${site}__skew/admin/releases`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"version":"dev-2"}' })
const { BUILD_ID: rendered } = await import(pathToFileURL(resolve(`${out}/server/server.mjs`)).href).catch(() => import(pathToFileURL(resolve(`${out}/server/server.js`)).href))
console.log(JSON.stringify({ version, pages, rendered, before, after: await module() }))
await server.close()
process.exit(0)
