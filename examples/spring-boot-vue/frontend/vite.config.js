// SPDX-License-Identifier: Apache-2.0
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The id of this build. In your own project: the commit, or the number of the pipeline.
const id = process.env.BUILD_ID ?? 'build-1'

/** Rollcall's starter finds this file on the class path, and takes the version in force from it. */
const latest = {
  name: 'builds-latest',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'builds/latest.json', source: `${JSON.stringify({ id })}\n` })
  },
}

export default defineConfig({
  plugins: [vue(), latest],
  // What each tab says it runs.
  define: { BUILD_ID: JSON.stringify(id), __VUE_OPTIONS_API__: 'false' },
  // The client comes from this repository, with a vue of its own for its tests.
  resolve: { dedupe: ['vue'] },
  build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
})
