// SPDX-License-Identifier: Apache-2.0
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // The server's base path is a setting, so the app must work under any path.
  base: './',
  // The linked client has its own vue, for its tests; the app must contain only one.
  resolve: { dedupe: ['vue'] },
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    // No inline script: the server's Content-Security-Policy forbids it.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: ['chrome111', 'firefox114', 'safari16.4'],
  },
  test: {
    projects: [
      // What needs no page is tested without one.
      { extends: true, test: { name: 'plain', environment: 'node', include: ['test/{api,model,rules}/**/*.test.ts'] } },
      { extends: true, test: { name: 'page', environment: 'happy-dom', include: ['test/{components,composables,views}/**/*.test.ts'] } },
    ],
  },
})
