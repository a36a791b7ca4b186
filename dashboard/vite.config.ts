// SPDX-License-Identifier: Apache-2.0
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // Served under whatever path the server was given.
  base: './',
  // The linked client has a vue of its own for its tests.
  resolve: { dedupe: ['vue'] },
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    // No inline script: the server's Content-Security-Policy forbids it.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: ['chrome111', 'firefox114', 'safari16.4'],
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
  },
})
