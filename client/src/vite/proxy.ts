// SPDX-License-Identifier: Apache-2.0
import type { ProxyOptions } from 'vite'

/** The requests and the emitter of http-proxy, as far as they are used here. */
type Proxy = Parameters<NonNullable<ProxyOptions['configure']>>[0]

/**
 * Returns the part of `server.proxy` that passes on what is meant for Rollcall.
 *
 * Rollcall compares the browser's `Origin` with `Host`, so `Host` stays as the browser sent it. Only a server that is
 * reached over TLS, and so chosen by its name, gets its own name instead; then the page's own origin becomes its own, too.
 */
export function proxyTo(server: URL, url: string): Record<string, ProxyOptions> {
  const byName = server.protocol === 'https:'
  const path = server.pathname.replace(/\/+$/, '')
  const options: ProxyOptions = { target: server.origin, ws: true, changeOrigin: byName }
  if (path !== '' && path !== url) options.rewrite = (from) => path + from.slice(url.length)
  if (byName) options.configure = (proxy) => translateOrigin(proxy, server.origin)
  return { [`^${url.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?:[/?]|$)`]: options }
}

/** Replaces the origin of pages of this server, and of no others: a page of another site must not pass for one. */
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
