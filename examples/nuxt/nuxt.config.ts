// SPDX-License-Identifier: Apache-2.0
// One app, built twice. NUXT_SKEW_STRATEGY=sse (the default) or ws chooses the transport of its tabs.
const strategy = process.env.NUXT_SKEW_STRATEGY === 'ws' ? 'ws' : 'sse'

export default defineNuxtConfig({
  modules: ['nuxt-skew-protection', 'nuxt-auth-utils'],
  compatibilityDate: '2026-01-01',
  telemetry: false,
  // One folder per build, so that both can exist side by side.
  buildDir: `.nuxt/${strategy}`,
  // The id of this build is the version that its tabs report; start.mjs passes the same id to Rollcall.
  buildId: process.env.NUXT_BUILD_ID || undefined,
  skewProtection: {
    updateStrategy: strategy,
    connectionTracking: true,
    routeTracking: true,
    // Rollcall holds the connections. Keeping old assets is a separate concern and would only slow this build down.
    bundleAssets: false,
  },
  nitro: {
    output: { dir: `.output/${strategy}` },
    // The module builds its WebSocket client only if this is on. The proxy sends the traffic to Rollcall.
    experimental: { websocket: strategy === 'ws' },
  },
  runtimeConfig: {
    // The example runs on plain HTTP. Behind TLS, leave this out: secure is the default.
    session: { cookie: { secure: false }, password: '' },
  },
})
