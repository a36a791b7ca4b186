// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { AGENT } from './tab.mjs'

/** A WebSocket (RFC 6455) over a bare socket, which can also be reset or left unread. */
export class WebSocketLink {
  constructor(tab, query) {
    this.tab = tab
    this.buffer = Buffer.alloc(0)
    this.open = false
    this.parts = []
    this.socket = connect({ host: '127.0.0.1', port: tab.server.port })
    this.socket.on('connect', () => this.socket.write(this.handshake(query)))
    this.socket.on('data', (bytes) => this.read(bytes))
    this.socket.on('error', () => {})
    this.socket.on('close', () => tab.lost(this))
  }

  handshake(query) {
    const key = randomBytes(16).toString('base64')
    return [
      `GET /__skew/ws?${query} HTTP/1.1`,
      `Host: 127.0.0.1:${this.tab.server.port}`,
      `User-Agent: ${AGENT}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      ...Object.entries(this.tab.credentials).map(([name, value]) => `${name}: ${value}`),
      '\r\n',
    ].join('\r\n')
  }

  read(bytes) {
    this.buffer = Buffer.concat([this.buffer, bytes])
    if (!this.open) {
      const end = this.buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      const status = this.buffer.subarray(9, 12).toString()
      if (status !== '101') {
        this.tab.refused(this, Number(status))
        this.socket.destroy()
        return
      }
      this.open = true
      this.buffer = this.buffer.subarray(end + 4)
    }
    while (this.frame());
  }

  /** Takes one frame from the buffer; false if there is none. Servers do not mask; containers send long messages in parts. */
  frame() {
    if (this.buffer.length < 2) return false
    let length = this.buffer[1] & 0x7f
    let head = 2
    if (length === 126) {
      if (this.buffer.length < 4) return false
      length = this.buffer.readUInt16BE(2)
      head = 4
    } else if (length === 127) {
      if (this.buffer.length < 10) return false
      length = Number(this.buffer.readBigUInt64BE(2))
      head = 10
    }
    if (this.buffer.length < head + length) return false
    const kind = this.buffer[0] & 0x0f
    const isLast = this.buffer[0] >= 0x80
    const payload = this.buffer.subarray(head, head + length)
    this.buffer = this.buffer.subarray(head + length)
    if (kind < 2) this.take(payload, isLast)
    if (kind === 9) this.write(10, payload)
    if (kind === 8) this.write(8, payload)
    return true
  }

  take(payload, isLast) {
    this.parts.push(payload)
    if (!isLast) return
    const text = Buffer.concat(this.parts).toString()
    this.parts = []
    this.tab.message(JSON.parse(text))
  }

  write(kind, payload) {
    if (this.socket.destroyed || !this.open) return
    const mask = randomBytes(4)
    const head = payload.length < 126 ? Buffer.from([0x80 | kind, 0x80 | payload.length]) : Buffer.from([0x80 | kind, 0xfe, payload.length >> 8, payload.length & 0xff])
    const masked = Buffer.from(payload.map((byte, i) => byte ^ mask[i & 3]))
    this.socket.write(Buffer.concat([head, mask, masked]))
  }

  send(message) {
    this.write(1, Buffer.from(JSON.stringify(message)))
    return Promise.resolve()
  }

  /** Closes in order. */
  close() {
    this.write(8, Buffer.from([0x03, 0xe8]))
    this.socket.end()
  }

  /** Ends the connection with a reset. */
  reset() {
    this.socket.resetAndDestroy()
  }

  /** Stops reading, like a machine that has lost its network. */
  vanish() {
    this.socket.removeAllListeners('data')
    this.socket.pause()
  }

  forget() {
    this.socket.destroy()
  }
}
