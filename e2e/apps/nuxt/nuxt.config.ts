// SPDX-License-Identifier: Apache-2.0
// One application, built in several ways. The variables are those of test/plugins.
export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  telemetry: false,
  modules: ['@rollcall/nuxt'],
  rollcall: {
    ...(process.env.E2E_PROXY ? { serverUrl: 'http://127.0.0.1:1' } : {}),
    announce: Boolean(process.env.E2E_ANNOUNCE),
  },
  ...(process.env.E2E_OUT ? { buildDir: `.nuxt/${process.env.E2E_OUT}`, nitro: { output: { dir: `.output/${process.env.E2E_OUT}` } } } : {}),
})
