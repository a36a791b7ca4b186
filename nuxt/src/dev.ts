// SPDX-License-Identifier: Apache-2.0
import { addDevServerHandler, addVitePlugin, useLogger } from '@nuxt/kit'
import type { Nuxt } from '@nuxt/schema'
import { rollcall } from '@rollcall/client/vite'
import { defineEventHandler, fromNodeMiddleware } from 'h3'

/** Lets `nuxt dev` play the server. */
export function addStandIn(nuxt: Nuxt, url: string): void {
  const path = `${nuxt.options.app.baseURL.replace(/\/+$/, '')}${url}`
  const plugin = rollcall({ build: nuxt.options.buildId || 'dev', url: path, dev: true, versionFile: false })
  addVitePlugin(plugin)
  // Nuxt passes Vite only requests that belong to Vite.
  const handle = fromNodeMiddleware((request, response, next) => {
    if (!plugin.api.handle(request, response)) next()
  })
  addDevServerHandler({ route: '', handler: defineEventHandler((event) => (event.path.startsWith(path) ? handle(event) : undefined)) })
  nuxt.hook('listen', (_server, listener: { readonly url: string }) => {
    useLogger('rollcall').info(`Simulated releases and reloads: ${new URL(`${path}/`, listener.url).href}`)
  })
}
