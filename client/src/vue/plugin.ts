// SPDX-License-Identifier: Apache-2.0
import type { App, ObjectPlugin } from 'vue'
import { createRollcall, type Rollcall } from '../core/client/rollcall'
import type { RollcallOptions } from '../core/client/options'
import { recoverChunks } from '../extras/chunk-recovery'
import type { VueRouterLike } from '../extras/routers'
import { clientKey, onServer } from './client'

/** The part of vue-router that the plugin uses. Even the optional members exist in all versions since 4.0. */
export interface RouterLike extends Partial<Omit<VueRouterLike, 'afterEach'>> {
  afterEach(guard: (to: RouterLocationLike, from: unknown, failure?: unknown) => void): () => void
  readonly options?: { readonly history: { readonly base: string } }
}

/** The part of a location that the plugin uses. */
export interface RouterLocationLike {
  readonly path: string
  readonly fullPath: string
  readonly matched?: readonly { readonly path: string }[]
}

/** The settings of the plugin: those of the client, or an existing client. */
export type RollcallPluginOptions = (RollcallOptions | { readonly client: Rollcall }) & {
  /**
   * The router whose navigations are reported to the server.
   *
   * @default none: the application calls `setRoute`
   */
  readonly router?: RouterLike

  /**
   * Whether to load a route from the server when a deploy has removed its code, see `recoverChunks`.
   *
   * @default true with a router
   */
  readonly chunks?: boolean

  /**
   * Whether the server counts a route under its pattern, such as `/product/:id`.
   *
   * @default false
   */
  readonly groups?: boolean
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
      const stop = onServer ? undefined : follow(client, options)
      const unmount = app.unmount
      app.unmount = () => {
        stop?.()
        if (!given) client.disconnect()
        unmount()
      }
    },
  }
}

/** Follows the router, until the returned function is called. */
function follow(client: Rollcall, { router, chunks = true, groups = false }: RollcallPluginOptions): (() => void) | undefined {
  if (router === undefined) return undefined
  const base = router.options?.history.base ?? ''
  // The base of a router that keeps its routes in the fragment is the page; any other base is part of the path.
  const prefix = base.includes('#') ? '' : base
  // A failed navigation does not change the route.
  const stop = router.afterEach((to, _from, failure) => {
    if (failure !== undefined) return
    const pattern = to.matched?.at(-1)?.path
    client.setRoute(prefix + to.path, groups && pattern !== undefined ? prefix + pattern : null)
  })
  const recovery = chunks && isWhole(router) ? recoverChunks(client, { router }) : undefined
  return () => {
    stop()
    recovery?.stop()
  }
}

function isWhole(router: RouterLike): router is RouterLike & VueRouterLike {
  return Boolean(router.beforeEach && router.onError && router.resolve)
}
