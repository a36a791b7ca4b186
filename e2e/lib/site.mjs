// SPDX-License-Identifier: Apache-2.0
// The web site under test: any path, even when it answers a form, is a page that contains the build deployed at that moment.
// `page` in the query names a file of `pages`: `app` and `visit` use @rollcall/client, `script` the script tag; without it, the
// page uses only what a browser has. A test may bring its own pages.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createProxy } from '../../examples/nuxt/proxy.mjs'

const PAGES = { app: 'app.html', visit: 'visit.html', script: 'script.html' }

/** The headers of each page, by its name: the script must work under the strictest policy. */
const HEADERS = {
  script: {
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
}

const page = (name) => readFileSync(new URL(`../pages/${name}`, import.meta.url), 'utf8')
const client = (name) => readFileSync(new URL(`../../client/dist/${name}`, import.meta.url), 'utf8')

/**
 * Starts a site on loopback.
 *
 * @param {{rollcall?: string, build: string, pages?: Record<string, string>}} options `pages` are whole pages by path.
 *     `rollcall` is the address of Rollcall. If given, the site proxies
 *     `/__skew` to it, so that pages and endpoints share one origin; without it, pages talk to another origin
 * @returns {Promise<{url: string, build: string, visits: string[], stop(): Promise<void>}>} assign `build` to deploy another
 *     build; `visits` has the method and path of each request for a page, in order, such as `GET /shop`
 */
export async function startSite({ rollcall, build, pages: own = {} }) {
  const pages = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://site')
    if (/^\/(tab|app|visit)\.js$/.test(pathname)) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(page(pathname.slice(1)))
    } else if (/^\/client\/[\w-]+\.js$/.test(pathname)) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(client(pathname.slice('/client/'.length)))
    } else if (pathname === '/shop.css') {
      response.writeHead(200, { 'Content-Type': 'text/css' }).end(page('shop.css'))
    } else if (request.url === '/favicon.ico') {
      response.writeHead(204).end()
    } else {
      site.visits.push(`${request.method} ${pathname}`)
      const name = searchParams.get('page')
      // Encoded as Nuxt encodes it.
      const cookie = `__nkpv=${encodeURIComponent(site.build)}; Path=/; SameSite=Lax`
      response
        .writeHead(200, { ...HEADERS[name], 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache', 'Set-Cookie': cookie })
        .end((own[pathname] ?? page(PAGES[name] ?? 'tab.html')).replaceAll('{{build}}', site.build))
    }
  })
  const servers = [pages]
  let url = await listen(pages)
  if (rollcall) {
    const proxy = createProxy({ app: url, rollcall })
    servers.unshift(proxy)
    url = await listen(proxy)
  }
  const site = {
    url,
    build,
    visits: [],
    async stop() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
  return site
}

function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`))
  })
}
