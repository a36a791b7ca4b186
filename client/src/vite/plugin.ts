// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { createBuild } from './build'
import { createDevServers, type DevServers } from './dev-server'
import { settingsOf, type RollcallViteOptions, type Settings } from './options'
import { proxyTo } from './proxy'

const BUILD = '@rollcall/client/build'
const INJECTED = 'virtual:rollcall-inject'
const SCRIPT = { tag: 'script', attrs: { type: 'module' }, children: `import '${INJECTED}'`, injectTo: 'head' as const }

/** No file of anyone else has a name that begins with this. */
const OWN = '\0rollcall:'

/** The plugin, for any version of Vite: their own types do not fit each other. */
export interface RollcallPlugin {
  readonly name: 'rollcall'
  /** For frameworks that pass Vite only some requests. */
  readonly api: {
    /** Answers a request in the place of the server; returns false when it is not for it. */
    handle(request: IncomingMessage, response: ServerResponse): boolean
  }
}

/**
 * Creates the plugin: `plugins: [rollcall()]`. It puts the id of the build into `@rollcall/client/build`, writes it into
 * `version.json`, and connects `vite dev` with a server or plays one.
 *
 * @throws TypeError naming the setting that does not fit
 */
export function rollcall(options: RollcallViteOptions = {}): RollcallPlugin {
  const settings = settingsOf(options)
  const build = createBuild(settings.build)
  let servers: DevServers | undefined
  const plugin: Plugin & RollcallPlugin = {
    name: 'rollcall',
    // Before Vite looks into node_modules, where this module only throws.
    enforce: 'pre',
    api: { handle: (request, response) => servers?.handle(request, response) ?? false },
    config: (given) => additions(settings, given.server?.proxy ?? {}),
    configResolved: (config) => build.configured(config),
    buildStart() {
      build.started(this.meta.watchMode)
    },
    resolveId: (id) => (id === BUILD || id === INJECTED ? OWN + id : undefined),
    load: (id) => source(id.startsWith(OWN) ? id.slice(OWN.length) : '', build.id, settings),
    transformIndexHtml: { order: 'pre', handler: () => (settings.inject ? [SCRIPT] : []) },
    configureServer(server) {
      if (!settings.standIn) return
      servers ??= createDevServers(settings.url, build.id(), OWN + BUILD)
      build.simulate(servers)
      servers.serve(server)
    },
    generateBundle() {
      // Vite 5 has no environments.
      const isServer = this.environment?.config.consumer === 'server' || build.isServer
      if (settings.versionFile !== undefined && !isServer) this.emitFile(versionFile(settings.versionFile, build.id()))
    },
  }
  return plugin
}

/** Returns the code of a module that exists only here. */
function source(name: string, build: () => string, { url }: Settings): string | undefined {
  if (name === BUILD) return `export const BUILD_ID = ${JSON.stringify(build())}\n`
  if (name !== INJECTED) return undefined
  return `import { start } from '@rollcall/client/inject'\nimport { BUILD_ID } from '${BUILD}'\nstart(BUILD_ID, ${JSON.stringify(url)})\n`
}

function versionFile(fileName: string, version: string): { type: 'asset'; fileName: string; source: string } {
  return { type: 'asset', fileName, source: `${JSON.stringify({ version })}\n` }
}

function additions({ server, url }: Settings, proxies: object): ReturnType<Extract<Plugin['config'], (...args: never) => unknown>> {
  return {
    // Vite would bundle it, or leave it to Node, before asking this plugin.
    optimizeDeps: { exclude: [BUILD, '@rollcall/client/inject'] },
    // The whole package: Vite 7 and older compare only its name.
    ssr: { noExternal: ['@rollcall/client'] },
    ...(server === undefined || url in proxies ? {} : { server: { proxy: proxyTo(server, url) } }),
  }
}
