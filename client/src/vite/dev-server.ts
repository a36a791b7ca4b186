// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ViteDevServer } from 'vite'
import { createStandIn, type StandIn } from './stand-in/stand-in'

/** The stand-in of a plugin, and the development servers that show its versions. */
export interface DevServers {
  /** The current version. */
  readonly version: string
  /** Answers a request; returns false when it is not for the stand-in. */
  handle: StandIn['handle']
  /** Lets another development server play Rollcall. */
  serve(server: ViteDevServer): void
}

/**
 * Creates a stand-in for development servers: some frameworks run one for pages and one for their server.
 *
 * @param buildModule the id of the module with the build id; after each simulated release, the next page gets another
 * build id
 */
export function createDevServers(url: string, version: string, buildModule: string): DevServers {
  const servers = new Set<ViteDevServer>()
  const released = (): void => {
    for (const server of servers) forget(server, buildModule)
  }
  const standIn = createStandIn({ version, url, released })
  return {
    get version() {
      return standIn.version
    },
    handle: standIn.handle,
    serve(server) {
      servers.add(server)
      server.middlewares.use((request, response, next) => {
        if (!standIn.handle(request, response)) next()
      })
      server.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex) => void standIn.upgrade(request, socket))
      printAddress(server, url)
    },
  }
}

function printAddress(server: ViteDevServer, url: string): void {
  const { printUrls } = server
  server.printUrls = () => {
    printUrls()
    const site = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0]
    if (site === undefined) return
    server.config.logger.info(`  ➜  Rollcall: ${new URL(`${url}/`, site).href} (simulates releases and reloads)`)
  }
}

function forget(server: ViteDevServer, id: string): void {
  // Vite 5 has one graph for pages and server.
  const environments = server.environments as ViteDevServer['environments'] | undefined
  const graphs = environments === undefined ? [server.moduleGraph] : Object.values(environments).map(({ moduleGraph }) => moduleGraph)
  for (const graph of graphs) {
    const module = graph.getModuleById(id)
    if (module !== undefined) graph.invalidateModule(module as never)
  }
}
