// SPDX-License-Identifier: Apache-2.0
import type { Rollcall } from '@rollcall/client'
import type { NuxtApp } from 'nuxt/app'
import type { PublicSettings } from '../shared'

let releases = 0

/** Announces a version on the server that `nuxt dev` plays. */
export async function simulateRelease(nuxtApp: NuxtApp, client: Rollcall, version?: string, force = false): Promise<void> {
  if (!import.meta.dev || import.meta.server) return
  const { app, public: shared } = nuxtApp.$config
  const { url } = shared['rollcall'] as PublicSettings
  const next = version ?? `${client.state.version.replace(/-next\d+$/, '')}-next${Date.now() % 100_000}${++releases}`
  const response = await fetch(`${app.baseURL.replace(/\/+$/, '')}${url}/admin/releases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version: next, force }),
  })
  if (!response.ok) throw new Error(`rollcall: simulateUpdate: ${response.status} (expected: nuxt dev without serverUrl, where the module plays the server)`)
}
