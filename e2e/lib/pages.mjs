// SPDX-License-Identifier: Apache-2.0
// A site whose answers a test decides one by one: pages that answer forms, that are away, or that a service worker keeps.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createProxy } from '../../examples/nuxt/proxy.mjs'

const dist = new URL('../../client/dist/', import.meta.url)

/**
 * Starts a site on loopback. `/client/` has the built client, `/__skew` leads to Rollcall.
 *
 * @param {string} rollcall the address of Rollcall
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, url: URL) => void} answer
 *     answers everything else; the content type is HTML unless it says otherwise
 * @param {{ through?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean,
 *   upgrade?: (request: import('node:http').IncomingMessage, socket: import('node:stream').Duplex) => void, }} options
 *   `through` may answer a request in Rollcall's place, like a misbehaving proxy, and returns true if it did. `upgrade` takes
 *   all WebSockets
 */
export async function startPages(rollcall, answer, { through = () => false, upgrade } = {}) {
  const app = createServer((request, response) => {
    const url = new URL(request.url, 'http://site')
    if (url.pathname.startsWith('/client/')) {
      const code = readFileSync(new URL(url.pathname.slice('/client/'.length), dist))
      return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(code)
    }
    if (url.pathname === '/favicon.ico') return response.writeHead(204).end()
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Cache-Control', 'no-cache')
    answer(request, response, url)
  })
  const proxy = createProxy({ app: await listen(app), rollcall })
  const [forward] = proxy.listeners('request')
  proxy.removeAllListeners('request')
  proxy.on('request', (request, response) => {
    if (!request.url.startsWith('/__skew') || !through(request, response)) forward(request, response)
  })
  if (upgrade) proxy.removeAllListeners('upgrade').on('upgrade', upgrade)
  return {
    url: await listen(proxy),
    async stop() {
      for (const server of [proxy, app]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

/** Returns a page with a client of this build as `window.client`; `more` is further script, `options` are the client's. */
export function clientPage(build, { options = '', more = '', body = '', head = '' } = {}) {
  return `<!doctype html><html lang="en"><title>${build}</title>${head}${body}<script type="module">
    import * as rollcall from '/client/index.js'
    window.rollcall = rollcall
    window.client = rollcall.createRollcall({ version: '${build}'${options && `, ${options}`} })
    ${more}
  </script></html>`
}

/** Waits until the page's client is connected. */
export function clientConnected(page) {
  return page.waitForFunction(() => window.client?.state.status === 'connected', null, { timeout: 30_000 })
}

/** Waits until the page's client has this state; `expected` names fields and their values. */
export function clientState(page, expected) {
  const matches = (wanted) => {
    const state = window.client?.state
    return state && Object.entries(wanted).every(([name, value]) => JSON.stringify(state[name]) === JSON.stringify(value))
  }
  return page.waitForFunction(matches, expected, { timeout: 30_000 })
}

function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`))
  })
}
