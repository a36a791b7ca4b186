// SPDX-License-Identifier: Apache-2.0
// As much of a WebSocket server as a page on the same machine needs (RFC 6455). Bundlers do not export theirs.
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const MOST_BYTES = 16_384
const [CONTINUATION, TEXT, CLOSE, PING, PONG] = [0, 1, 8, 9, 10]

/** The server's end of a WebSocket. */
export interface Socket {
  send(text: string): void
  close(): void
}

/** Refuses an upgrade. */
export function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Accepts an upgrade.
 *
 * @param received called with each text
 * @param closed called once, whichever side ends the connection
 */
export function accept(request: IncomingMessage, socket: Duplex, received: (text: string) => void, closed: () => void): Socket {
  socket.write(handshake(request.headers['sec-websocket-key'] ?? ''))
  const write = (opcode: number, payload: Buffer): void => void (socket.writable && socket.write(frame(opcode, payload)))
  const close = (): void => {
    write(CLOSE, Buffer.from([0x03, 0xe8]))
    socket.end()
  }
  let rest: Buffer = Buffer.alloc(0)
  let text = ''
  const take = ({ opcode, payload, last }: Frame): void => {
    if (opcode === CLOSE) return close()
    if (opcode === PING) return write(PONG, payload)
    if (opcode === TEXT) text = ''
    if (opcode !== TEXT && opcode !== CONTINUATION) return
    text += payload.toString('utf8')
    if (last) received(text)
  }
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (let next = readFrame(rest); next !== undefined; next = readFrame(rest)) {
      rest = rest.subarray(next.length)
      take(next)
    }
    if (rest.length > 2 * MOST_BYTES || text.length > MOST_BYTES) socket.destroy()
  })
  // Without this, a page that goes away without a close frame would leave its half of the socket open.
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
  socket.once('close', closed)
  return { send: (message) => write(TEXT, Buffer.from(message)), close }
}

function handshake(key: string): string {
  const accepted = createHash('sha1').update(key + GUID).digest('base64')
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accepted}`]
  return `${head.join('\r\n')}\r\n\r\n`
}

interface Frame {
  readonly opcode: number
  readonly last: boolean
  readonly payload: Buffer
  /** The number of bytes of the whole frame. */
  readonly length: number
}

/** Reads the first frame; undefined until it is complete. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1) & 0x7f
  // A frame of 64 KiB or more is longer than any message may be: it never becomes complete, and lasts until the socket
  // ends.
  const start = short === 126 ? 4 : 2
  if (short === 127 || bytes.length < start + 4) return undefined
  const size = short === 126 ? bytes.readUInt16BE(2) : short
  const length = start + 4 + size
  if (bytes.length < length) return undefined
  const payload = Buffer.from(bytes.subarray(start + 4, length))
  for (let i = 0; i < size; i++) payload[i] = payload.readUInt8(i) ^ bytes.readUInt8(start + (i & 3))
  const first = bytes.readUInt8(0)
  return { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload, length }
}

function frame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10)
  head.writeUInt8(0x80 | opcode, 0)
  head.writeUInt8(size < 126 ? size : size < 65_536 ? 126 : 127, 1)
  if (head.length === 4) head.writeUInt16BE(size, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2)
  return Buffer.concat([head, payload])
}
