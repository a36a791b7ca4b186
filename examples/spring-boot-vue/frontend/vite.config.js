// SPDX-License-Identifier: Apache-2.0
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

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
  // The client comes from this repository, where its tests have a copy of vue of their own.
  resolve: { dedupe: ['vue'] },
  build: { modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
})
