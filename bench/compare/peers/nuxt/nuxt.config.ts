// SPDX-License-Identifier: Apache-2.0
// The module with its defaults, built once for each transport: NUXT_SKEW_STRATEGY=sse or ws.
const strategy = process.env.NUXT_SKEW_STRATEGY === 'ws' ? 'ws' : 'sse'

export default defineNuxtConfig({
  modules: ['nuxt-skew-protection'],
  compatibilityDate: '2026-01-01',
  telemetry: false,
  buildDir: `.nuxt/${strategy}`,
  skewProtection: {
    updateStrategy: strategy,
    connectionTracking: true,
    routeTracking: true,
    bundleAssets: false,
  },
  nitro: {
    output: { dir: `.output/${strategy}` },
    experimental: { websocket: strategy === 'ws' },
  },
})
