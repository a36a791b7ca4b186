// SPDX-License-Identifier: Apache-2.0
// The endpoints for tabs, except WebSockets.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer, parseJson, readJson, readText, Refused, type Json, type TabRequest } from './http'
import { createPolling } from './polling'
import type { Tab, Tabs } from './tabs'
import { comingTab, hear } from './tab-messages'
import type { Versions } from './versions'

/** How often an SSE tab gets a sign of life, in milliseconds. */
const BEAT_MILLIS = 25_000

/** Creates the endpoints for tabs, by path. */
export function createTabRequests(tabs: Tabs, versions: Versions): Readonly<Record<string, TabRequest>> {
  const posted = (act: (tab: Tab, body: Json) => void): TabRequest => async (request, response) => {
    const body = await readJson(request)
    const tab = tabs.find(body['connectionId'])
    if (tab === undefined) throw new Refused(404, 'connectionId: unknown, or gone')
    act(tab, body)
    answer(response, 200, { ok: true })
  }
  const said = (type: string): TabRequest => posted((tab, body) => hear(tabs, tab, { ...body, type }))
  return {
    '/sse': (request, response, query) => openSse(tabs, versions, request, response, query),
    '/poll': createPolling(tabs, versions),
    '/route': said('route-update'),
    '/subscribe-stats': said('subscribe-stats'),
    '/unsubscribe-stats': said('unsubscribe-stats'),
    '/ack': said('ack'),
    '/leave': async (request, response) => {
      const tab = tabs.find(leavingId(request.headers['content-type'], await readText(request)))
      if (tab !== undefined) tabs.remove(tab)
      tab?.end()
      answer(response, 200, { ok: true })
    },
  }
}

function openSse(tabs: Tabs, versions: Versions, request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
  const coming = comingTab(query, versions, 'sse')
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  const send = (message: Json): void => void response.write(`data: ${JSON.stringify(message)}\n\n`)
  const tab = tabs.add({ ...coming, send, end: () => response.end() }, query.get('resume') ?? undefined)
  const beat = setInterval(() => send({ type: 'keepalive', timestamp: Date.now() }), BEAT_MILLIS)
  request.once('close', () => {
    clearInterval(beat)
    tabs.remove(tab)
  })
}

function leavingId(type = '', text: string): unknown {
  if (/json/i.test(type)) return parseJson(text)['connectionId']
  return /urlencoded/i.test(type) ? new URLSearchParams(text).get('connectionId') : text.trim()
}
