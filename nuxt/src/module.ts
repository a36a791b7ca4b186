// SPDX-License-Identifier: Apache-2.0
import {
  addComponent,
  addImports,
  addPlugin,
  addServerHandler,
  addServerImports,
  addTemplate,
  createResolver,
  defineNuxtModule,
  useLogger,
} from '@nuxt/kit'
import type { Nuxt } from '@nuxt/schema'
import { announceWhenDone } from './announce'
import { addBuildFiles } from './build-files'
import { addStandIn } from './dev'
import { check, publicSettings, type ModuleOptions } from './options'

export type { AnnounceSettings, ModuleOptions } from './options'
export type { ClientSettings, PublicSettings } from './runtime/shared'

const COMPOSABLES = ['useRollcall', 'useActiveConnections']

/** Rollcall for Nuxt: `modules: ['@rollcall/nuxt']`. */
export default defineNuxtModule<ModuleOptions>({
  meta: { name: '@rollcall/nuxt', configKey: 'rollcall', compatibility: { nuxt: '>=4.0.0' } },
  defaults: {
    enabled: true,
    url: '/__skew',
    prompt: true,
    prefetch: false,
    groups: false,
    versionHeader: true,
    announce: false,
    client: {},
  },
  setup(options, nuxt) {
    if (!options.enabled) return
    check(options)
    const { resolve } = createResolver(import.meta.url)
    // The simulation decides the version of the next page; it needs a bundler that asks it for each page.
    const simulates = nuxt.options.dev && (options.dev ?? !options.serverUrl) && options.url.startsWith('/')
    const proxies = Boolean(options.serverUrl)
    nuxt.options.runtimeConfig.public['rollcall'] = publicSettings(options, simulates || proxies) as never
    nuxt.options.runtimeConfig['rollcall'] = { serverUrl: options.serverUrl ?? '' }

    addPlugin(resolve('./runtime/app/plugin'))
    addVersion(nuxt, simulates)
    addImports(COMPOSABLES.map((name) => ({ name, from: resolve('./runtime/app/composables') })))
    addComponent({ name: 'RollcallPrompt', filePath: resolve('./runtime/app/prompt') })
    addServerImports(['isClientOutdated', 'getClientVersion'].map((name) => ({ name, from: resolve('./runtime/server/version') })))

    if (simulates) addStandIn(nuxt, options.url)
    if (proxies) addProxy(nuxt, options.url, resolve('./runtime/server/proxy'))
    if (!nuxt.options.dev && !nuxt.options._prepare) {
      addBuildFiles(nuxt)
      announceWhenDone(nuxt, options)
    }
  },
})

/** Tells the plugin its version, which changes with each simulated release in development. */
function addVersion(nuxt: Nuxt, simulates: boolean): void {
  const isVite = nuxt.options.builder === '@nuxt/vite-builder'
  const source = simulates && isVite ? "export { BUILD_ID as simulated } from '@rollcall/client/build'\n" : 'export const simulated = undefined\n'
  addTemplate({ filename: 'rollcall-version.mjs', getContents: () => source })
}

function addProxy(nuxt: Nuxt, url: string, handler: string): void {
  addServerHandler({ route: `${url}/**`, handler })
  nuxt.hook('nitro:config', (nitro) => {
    const { static: isStatic, preset } = nitro as { readonly static?: boolean; readonly preset?: string }
    if (!isStatic && preset !== 'static') return
    useLogger('rollcall').warn(`serverUrl has no effect on static pages: there is no server that could pass on ${url} (use url with the address that visitors reach, or a proxy in front)`)
  })
}
