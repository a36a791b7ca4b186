// SPDX-License-Identifier: Apache-2.0
import type { Plugin } from 'vite'
import { createBuild, type Build } from './build'
import { serveStandIn } from './dev-server'
import { settingsOf, type RollcallViteOptions, type Settings } from './options'
import { proxyTo } from './proxy'

const BUILD = '@rollcall/client/build'
const INJECTED = 'virtual:rollcall-inject'
const SCRIPT = { tag: 'script', attrs: { type: 'module' }, children: `import '${INJECTED}'`, injectTo: 'head' as const }

/** A name that begins with this is nobody else's file. */
const OWN = '\0rollcall:'

/**
 * Creates the plugin: `plugins: [rollcall()]`. It puts the id of the build into `@rollcall/client/build`, writes it into
 * `version.json`, and connects `vite dev` with a server or plays one.
 *
 * @throws TypeError naming the setting that does not fit
 */
export function rollcall(options: RollcallViteOptions = {}): Plugin {
  const settings = settingsOf(options)
  const build = createBuild(settings.build)
  return {
    name: 'rollcall',
    // Before Vite looks into node_modules, where this module only throws.
    enforce: 'pre',
    config: (given) => additions(settings, given.server?.proxy ?? {}),
    configResolved: (config) => build.configured(config),
    buildStart() {
      build.started(this.meta.watchMode)
    },
    resolveId: (id) => (id === BUILD || id === INJECTED ? OWN + id : undefined),
    load(id) {
      if (id === OWN + BUILD) return `export const BUILD_ID = ${JSON.stringify(build.id())}\n`
      return id === OWN + INJECTED ? injected(settings) : undefined
    },
    transformIndexHtml: { order: 'pre', handler: () => (settings.inject ? [SCRIPT] : []) },
    configureServer(server) {
      if (settings.standIn) build.simulate(serveStandIn(server, settings.url, build.id(), OWN + BUILD))
    },
    generateBundle() {
      const isServer = this.environment === undefined ? build.isServer : this.environment.config.consumer === 'server'
      if (settings.versionFile === undefined || isServer) return
      this.emitFile({ type: 'asset', fileName: settings.versionFile, source: versionFile(build) })
    },
  }
}

function versionFile(build: Build): string {
  return `${JSON.stringify({ version: build.id() })}\n`
}

function injected({ url }: Settings): string {
  return `import { start } from '@rollcall/client/inject'\nimport { BUILD_ID } from '${BUILD}'\nstart(BUILD_ID, ${JSON.stringify(url)})\n`
}

function additions({ server, url }: Settings, proxies: object): ReturnType<Extract<Plugin['config'], (...args: never) => unknown>> {
  return {
    // Vite would bundle it, or leave it to Node, before it asks this plugin.
    optimizeDeps: { exclude: [BUILD, '@rollcall/client/inject'] },
    ssr: { noExternal: [/^@rollcall\/client\/build$/] as unknown as string[] },
    ...(server === undefined || url in proxies ? {} : { server: { proxy: proxyTo(server, url) } }),
  }
}
