// SPDX-License-Identifier: Apache-2.0
import type { ProxyOptions } from 'vite'

/** The parts of http-proxy's requests and emitter that are used here. */
type Proxy = Parameters<NonNullable<ProxyOptions['configure']>>[0]

/**
 * Returns the part of `server.proxy` that passes on requests for Rollcall.
 *
 * Rollcall compares the browser's `Origin` with `Host`, so `Host` stays as the browser sent it. Only a server that is
 * reached over TLS, and so chosen by its name, gets its own name instead; the page's own origin then becomes the
 * server's, too.
 */
export function proxyTo(server: URL, url: string): Record<string, ProxyOptions> {
  const byName = server.protocol === 'https:'
  const path = server.pathname.replace(/\/+$/, '')
  const options: ProxyOptions = { target: server.origin, ws: true, changeOrigin: byName }
  if (path !== '' && path !== url) options.rewrite = (from) => path + from.slice(url.length)
  if (byName) options.configure = (proxy) => translateOrigin(proxy, server.origin)
  return { [`^${url.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?:[/?]|$)`]: options }
}

/** Replaces the origin of this server's pages only: a page of another site must not pass for one of them. */
function translateOrigin(proxy: Proxy, origin: string): void {
  const translate: (outgoing: { setHeader(name: string, value: string): unknown }, incoming: Incoming) => void = (outgoing, { headers }) => {
    const from = headers.origin
    if (from !== undefined && URL.canParse(from) && new URL(from).host === headers.host) outgoing.setHeader('origin', origin)
  }
  proxy.on('proxyReq', translate)
  proxy.on('proxyReqWs', translate)
}

interface Incoming {
  readonly headers: { readonly origin?: string | undefined; readonly host?: string | undefined }
}
