// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Maven puts the client there, in the version of the starter. A project that installs it by npm needs neither of the two lines
// below "resolve".
const client = fileURLToPath(new URL('../target/client/dev/rollcall/client', import.meta.url))

// The id of this build. In your own project, use the commit or the number of the pipeline run.
const id = process.env.BUILD_ID ?? 'build-1'

/** Writes the file from which Rollcall's starter takes the current version; it finds the file on the class path. */
const latest = {
  name: 'builds-latest',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'builds/latest.json', source: `${JSON.stringify({ id })}\n` })
  },
}

export default defineConfig({
  plugins: [vue(), latest],
  // The version that each tab reports.
  define: { BUILD_ID: JSON.stringify(id), __VUE_OPTIONS_API__: 'false' },
  resolve: {
    alias: { '@rollcall/client': client },
    // The client's vue is this folder's.
    dedupe: ['vue'],
  },
  build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
})
