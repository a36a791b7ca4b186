// SPDX-License-Identifier: Apache-2.0
import { AGENT } from './tab.mjs'

/** A lease, which is renewed by polling. */
export class PollingLink {
  constructor(tab, query) {
    this.tab = tab
    this.ended = false
    void this.ask(query)
  }

  async ask(query) {
    if (this.ended) return
    try {
      const answer = await fetch(`${this.tab.server.base}/poll?${query}`, { headers: { 'User-Agent': AGENT } })
      if (this.ended) return
      if (!answer.ok) {
        this.end()
        this.tab.refused(this, answer.status)
        return
      }
      const { connectionId, after, messages } = await answer.json()
      if (this.ended) return
      this.tab.connectionId = connectionId
      messages.forEach((message) => this.tab.message(message))
      this.tab.isOpen = true
      this.tab.greet(true) // A renewed lease has no greeting.
      this.turn = setTimeout(() => void this.ask(this.tab.query({ resume: connectionId })), after)
    } catch {
      if (this.ended) return
      // The server is away or stopped: poll again with the same token, as browsers do.
      this.turn = setTimeout(() => void this.ask(this.tab.query({ resume: this.tab.connectionId })), 500)
    }
  }

  send(message) {
    return this.tab.post(message)
  }

  end() {
    this.ended = true
    clearTimeout(this.turn)
  }

  /** Stops polling: a lease ends on its own, or with a goodbye. */
  close() {
    this.end()
    this.tab.lost(this)
  }

  reset() {
    this.close()
  }

  vanish() {
    this.end()
  }

  forget() {
    this.end()
  }
}
