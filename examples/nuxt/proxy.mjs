// SPDX-License-Identifier: Apache-2.0
// A small reverse proxy: requests below the base path go to Rollcall, everything else to the application.
// In production this is your nginx, Caddy or load balancer; README.md shows the same for nginx.

import { createServer, request } from 'node:http'

/**
 * Creates the proxy; call `listen` on it.
 *
 * @param {{app: string, rollcall: string, basePath?: string}} targets origins such as `http://127.0.0.1:3001`
 * @returns {import('node:http').Server}
 */
export function createProxy({ app, rollcall, basePath = '/__skew' }) {
  const forward = (incoming) => {
    const path = incoming.url.split('?', 1)[0]
    const ours = path === basePath || path.startsWith(`${basePath}/`)
    const { hostname, port } = new URL(ours ? rollcall : app)
    // Host stays as the browser sent it: Rollcall compares it with Origin.
    return request({ hostname, port, path: incoming.url, method: incoming.method, headers: forwarded(incoming) })
  }

  const server = createServer((incoming, answer) => {
    const outgoing = forward(incoming)
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode, response.statusMessage, response.rawHeaders)
      response.pipe(answer)
      response.on('error', () => answer.destroy())
    })
    outgoing.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
    // When a tab closes, its stream to the server must close too. Otherwise the tab would be counted forever.
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })

  server.on('upgrade', (incoming, socket, head) => {
    const outgoing = forward(incoming)
    outgoing.on('upgrade', (response, upstream, first) => {
      socket.write(rawHead(response))
      socket.write(first)
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
      upstream.on('error', () => socket.destroy())
      upstream.on('close', () => socket.destroy())
      socket.on('close', () => upstream.destroy())
    })
    outgoing.on('response', (response) => {
      socket.write(rawHead(response))
      response.pipe(socket)
    })
    outgoing.on('error', () => socket.destroy())
    socket.on('error', () => outgoing.destroy())
    outgoing.end()
  })
  return server
}

/**
 * Returns the request's headers with its address appended to x-forwarded-for, so that anything a client claims stays to the
 * left.
 */
function forwarded(incoming) {
  const address = incoming.socket.remoteAddress
  const earlier = incoming.headers['x-forwarded-for']
  return { ...incoming.headers, 'x-forwarded-for': earlier ? `${earlier}, ${address}` : address }
}

/** The status line and headers as they arrived. The body of a refusal ends with the connection. */
function rawHead(response) {
  const lines = [`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`]
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    lines.push(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
