// SPDX-License-Identifier: Apache-2.0
import { createRollcall, guardForms, prefetchPage, type Rollcall } from '@rollcall/client'
import { rollcall } from '@rollcall/client/vue'
import { defineNuxtPlugin, onNuxtReady, useRouter, useRuntimeConfig } from 'nuxt/app'
import { simulated } from '#build/rollcall-version.mjs'
import type { PublicSettings } from '../shared'
import { createBeforeReload, type ReloadQuestion } from './before-reload'
import { startPrompt } from './automatic-prompt'
import { sendVersion } from './version-header'

/** What the module's composables find in the application. */
export interface RollcallInjection {
  readonly client: Rollcall
  readonly beforeReload: ReloadQuestion
}

export default defineNuxtPlugin({
  name: 'rollcall',
  setup(nuxtApp) {
    const { app, public: shared } = useRuntimeConfig()
    const settings = shared['rollcall'] as PublicSettings
    const router = useRouter()
    const beforeReload = createBeforeReload(guardForms())
    const base = app.baseURL.replace(/\/+$/, '')
    const pattern = router.currentRoute.value.matched.at(-1)?.path
    const client = createRollcall({
      ...settings.client,
      ...(settings.groups && pattern !== undefined ? { group: base + pattern } : {}),
      ...(settings.prefetch ? { prefetch: prefetchPage() } : {}),
      version: simulated ?? app.buildId,
      url: settings.belowBase ? base + settings.url : settings.url,
      // The browser must begin with what the server rendered, so both take the route from the router.
      route: base + router.currentRoute.value.path,
      autoConnect: false,
      beforeReload: beforeReload.ask,
    })
    // Nuxt itself reloads a route whose code a deploy has removed.
    nuxtApp.vueApp.use(rollcall({ client, router, chunks: false, groups: settings.groups }))
    if (import.meta.client) start(client, settings)
    return { provide: { rollcall: { client, beforeReload } satisfies RollcallInjection } }
  },
})

function start(client: Rollcall, { client: { autoConnect }, prompt, versionHeader }: PublicSettings): void {
  if (versionHeader) sendVersion(client.state.version)
  // After hydration: a state that changes earlier would not match what the server rendered.
  onNuxtReady(() => {
    if (autoConnect ?? window.parent === window) client.connect()
    if (prompt) startPrompt(client)
  })
}
