// SPDX-License-Identifier: Apache-2.0
// A WebSocket server as the README of ws shows it. It sends a greeting, and a message to all sockets on request. node ws.mjs PORT
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const port = Number(process.argv[2])
const sockets = new WebSocketServer({ noServer: true, clientTracking: true })
sockets.on('connection', (socket) => socket.send(JSON.stringify({ type: 'connected', timestamp: Date.now() })))

const server = createServer((request, response) => {
  const tag = new URL(request.url, 'http://localhost').searchParams.get('tag')
  const message = JSON.stringify({ type: 'version', version: tag, timestamp: Date.now() })
  for (const socket of sockets.clients) socket.send(message)
  response.end('ok')
})
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket))
})
server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => console.log(`listening on ${port}`))
