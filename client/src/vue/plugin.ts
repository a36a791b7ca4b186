// SPDX-License-Identifier: Apache-2.0
import type { App, ObjectPlugin } from 'vue'
import { createRollcall, type Rollcall } from '../core/client/rollcall'
import type { RollcallOptions } from '../core/client/options'
import { clientKey, onServer } from './client'

/** The part of vue-router that the plugin uses. */
export interface RouterLike {
  afterEach(guard: (to: { readonly path: string }, from: unknown, failure?: unknown) => void): () => void
}

/** The settings of the plugin: those of the client, or a client that exists already. */
export type RollcallPluginOptions = (RollcallOptions | { readonly client: Rollcall }) & {
  /**
   * The router whose navigations are reported to the server.
   *
   * @default none: the application calls `setRoute`
   */
  readonly router?: RouterLike
}

/**
 * Creates the plugin: `app.use(rollcall({ version, router }))`. When the application is unmounted, the plugin
 * disconnects a client that it has created, but not one that it was given.
 */
export function rollcall(options: RollcallPluginOptions): ObjectPlugin {
  return {
    install(app: App) {
      const given = 'client' in options
      const client = given ? options.client : createRollcall(options)
      app.provide(clientKey, client)
      // A failed navigation does not change the route.
      const stop = onServer
        ? undefined
        : options.router?.afterEach((to, _from, failure) => failure === undefined && client.setRoute(to.path))
      const unmount = app.unmount
      app.unmount = () => {
        stop?.()
        if (!given) client.disconnect()
        unmount()
      }
    },
  }
}
