// SPDX-License-Identifier: Apache-2.0
// Serves what a build left in a folder, with Rollcall behind the same origin: what nginx does in production.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { createProxy } from '../../examples/nuxt/proxy.mjs'

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

/**
 * Starts it on a port of loopback.
 *
 * @returns {Promise<{stop(): Promise<void>}>}
 */
export async function serveBehindProxy(folder, rollcall, port) {
  const files = createServer((request, response) => {
    const file = fileFor(folder, new URL(request.url, 'http://site').pathname)
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
  })
  await listen(files, 0)
  const proxy = createProxy({ app: `http://127.0.0.1:${files.address().port}`, rollcall })
  await listen(proxy, port)
  // A WebSocket no longer belongs to the HTTP server that it came through.
  const sockets = new Set()
  proxy.on('connection', (socket) => sockets.add(socket))
  return {
    async stop() {
      for (const socket of sockets) socket.destroy()
      for (const server of [proxy, files]) await new Promise((resolve) => server.close(resolve).closeAllConnections())
    },
  }
}

/** A path that is no file is a page of the app, which decides in the browser what to show. */
function fileFor(folder, path) {
  const found = [path, `${path}/index.html`, `${path}.html`].map((each) => join(folder, each)).find(isFile)
  return found ?? join(folder, 'index.html')
}

function isFile(path) {
  return existsSync(path) && statSync(path).isFile()
}

function listen(server, port) {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
}
