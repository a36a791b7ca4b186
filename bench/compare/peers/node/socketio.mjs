// SPDX-License-Identifier: Apache-2.0
// A socket.io server with its defaults, WebSocket only. It sends a message to all sockets on request. node socketio.mjs PORT
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const port = Number(process.argv[2])
const server = createServer((request, response) => {
  const tag = new URL(request.url, 'http://localhost').searchParams.get('tag')
  io.emit('version', { version: tag, timestamp: Date.now() })
  response.end('ok')
})
const io = new Server(server, { transports: ['websocket'], serveClient: false })
server.listen({ port, host: '127.0.0.1', backlog: 4096 }, () => console.log(`listening on ${port}`))
