// SPDX-License-Identifier: Apache-2.0
import type { App, ObjectPlugin } from 'vue'
import { createRollcall, type Rollcall } from '../core/client'
import type { RollcallOptions } from '../core/options'
import { clientKey, onServer } from './client'

/** The part of vue-router that is used. */
export interface RouterLike {
  afterEach(guard: (to: { readonly path: string }, from: unknown, failure?: unknown) => void): () => void
}

/** Settings of the plugin: those of the client, or a client that is there already. */
export type RollcallPluginOptions = (RollcallOptions | { readonly client: Rollcall }) & {
  /**
   * Reports where the user navigates.
   *
   * @default none: the application calls `setRoute`
   */
  readonly router?: RouterLike
}

/**
 * The plugin: `app.use(rollcall({ version, router }))`. A client that it made disconnects when the application is unmounted;
 * one that it was given lives on.
 */
export function rollcall(options: RollcallPluginOptions): ObjectPlugin {
  return {
    install(app: App) {
      const given = 'client' in options
      const client = given ? options.client : createRollcall(options)
      app.provide(clientKey, client)
      // A navigation that failed leads nowhere.
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
