// SPDX-License-Identifier: Apache-2.0
import { defineEventHandler, getRequestHeaders, getRequestWebStream, type H3Event } from 'h3'
import { useRuntimeConfig } from 'nitropack/runtime'
import type { PublicSettings } from '../shared'
import { forwardedHeaders, passedHeaders, targetOf } from './forward'

/** Passes on to Rollcall what tabs send. When a tab goes away, its request to Rollcall ends too. */
export default defineEventHandler(async (event): Promise<Response> => {
  const config = useRuntimeConfig(event)
  const { serverUrl } = config['rollcall'] as { readonly serverUrl: string }
  const { url } = config.public['rollcall'] as PublicSettings
  const abort = new AbortController()
  event.node.res.once('close', () => abort.abort())
  try {
    const response = await fetch(targetOf(serverUrl, url, config.app.baseURL, event.path), requestOf(event, abort.signal))
    return new Response(untilGone(response.body, abort.signal), { status: response.status, headers: passedHeaders(response.headers) })
  } catch {
    return Response.json({ error: 'rollcall: the server cannot be reached' }, { status: 502, headers: { 'Cache-Control': 'no-store' } })
  }
})

function requestOf(event: H3Event, signal: AbortSignal): RequestInit {
  const headers = forwardedHeaders(getRequestHeaders(event), event.node.req.socket?.remoteAddress, isSecure(event))
  const { method } = event
  const body = method === 'GET' || method === 'HEAD' ? undefined : getRequestWebStream(event)
  return { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body, duplex: 'half' }) } as RequestInit
}

function isSecure(event: H3Event): boolean {
  return Boolean((event.node.req.socket as { encrypted?: boolean } | undefined)?.encrypted)
}

/** Ends the stream quietly when the tab is gone, which is not an error. */
function untilGone(body: ReadableStream<Uint8Array> | null, signal: AbortSignal): ReadableStream<Uint8Array> | null {
  if (body === null) return null
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        if (signal.aborted) controller.close()
        else controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
