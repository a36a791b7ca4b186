export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  modules: ['@rollcall/nuxt'],
  buildId: process.env.BUILD_ID, // a random one without it
  rollcall: { serverUrl: process.env.ROLLCALL_URL },
})
