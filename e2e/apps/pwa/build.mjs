// SPDX-License-Identifier: Apache-2.0
// Builds the page with one kind of worker into a folder: node build.mjs workbox dist-workbox/1
import rollcall from '@rollcall/client/vite'
import { build } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { generateSW } from 'workbox-build'

/** The settings of Workbox that docs/client.md is about. */
const WORKBOX = { workbox: {}, 'workbox that takes over at once': { skipWaiting: true, clientsClaim: true } }

const [kind, outDir] = process.argv.slice(2)
const workbox = WORKBOX[kind]
const plugins = [rollcall(), !workbox && VitePWA({ registerType: 'prompt', injectRegister: 'auto' })]
await build({ configFile: false, logLevel: 'error', mode: workbox ? 'workbox' : 'production', plugins, build: { outDir, emptyOutDir: true } })
if (workbox) {
  await generateSW({ globDirectory: outDir, globPatterns: ['**/*.{html,js,css}'], swDest: `${outDir}/sw.js`, ...workbox })
}
