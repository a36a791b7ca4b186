// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ViteDevServer } from 'vite'
import { createStandIn, type StandIn } from './stand-in/stand-in'

/**
 * Lets a development server play Rollcall.
 *
 * @param buildModule the id of the module with the build id: with each simulated release, the next page gets another one
 */
export function serveStandIn(server: ViteDevServer, url: string, version: string, buildModule: string): StandIn {
  const standIn = createStandIn({ version, url, released: () => forget(server, buildModule) })
  server.middlewares.use((request, response, next) => {
    if (!standIn.handle(request, response)) next()
  })
  server.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex) => void standIn.upgrade(request, socket))
  printAddress(server, url)
  return standIn
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
