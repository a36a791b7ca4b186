// SPDX-License-Identifier: Apache-2.0
import { request } from 'node:http'
import { AGENT } from './tab.mjs'

/** An event stream; the tab's own messages go by POST. */
export class SseLink {
  constructor(tab, query) {
    this.tab = tab
    this.text = ''
    this.request = request({
      host: '127.0.0.1',
      port: tab.server.port,
      path: `/__skew/sse?${query}`,
      agent: false,
      headers: { 'User-Agent': AGENT, Accept: 'text/event-stream' },
    })
    this.request.on('response', (response) => {
      if (response.statusCode !== 200) {
        tab.refused(this, response.statusCode)
        response.resume()
        return
      }
      this.response = response
      response.setEncoding('utf8')
      response.on('data', (text) => this.read(text))
      response.on('error', () => {})
      response.on('close', () => tab.lost(this))
    })
    this.request.on('error', () => tab.lost(this))
    this.request.end()
  }

  read(text) {
    this.text += text
    for (let end = this.text.indexOf('\n\n'); end >= 0; end = this.text.indexOf('\n\n')) {
      const lines = this.text.slice(0, end).split('\n')
      const data = lines
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n')
      this.text = this.text.slice(end + 2)
      if (lines.includes('event: refused')) this.tab.refused(this, JSON.parse(data).status)
      else if (data !== '') this.tab.message(JSON.parse(data))
    }
  }

  send(message) {
    return this.tab.post(message)
  }

  close() {
    this.request.destroy()
  }

  reset() {
    this.request.socket?.resetAndDestroy()
  }

  /** Only closes: for a stream that nobody reads, the kernel would keep reading. */
  vanish() {
    this.request.destroy()
  }

  forget() {
    this.request.destroy()
  }
}
