// SPDX-License-Identifier: Apache-2.0
// Many tabs at little cost: event streams, opened as a browser does, whose contents nobody looks at.

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export class Crowd {
  #url
  #leaving = new AbortController()

  constructor(url) {
    this.#url = url
  }

  /** Opens this number of tabs on a route, and waits until the server has greeted all of them. */
  async open(count, { version, route }) {
    const query = new URLSearchParams({ version, route })
    await Promise.all(
      Array.from({ length: count }, async () => {
        const response = await fetch(`${this.#url}/__skew/sse?${query}`, { headers: { 'User-Agent': AGENT }, signal: this.#leaving.signal })
        const reader = response.body.getReader()
        await reader.read()
        void this.#drain(reader)
      }),
    )
  }

  /** Closes them all. */
  leave() {
    this.#leaving.abort()
  }

  async #drain(reader) {
    try {
      while (!(await reader.read()).done);
    } catch {
      // The tab left, or the server is gone.
    }
  }
}
