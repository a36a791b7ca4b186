// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createAdminRequests } from './admin-requests'
import { answer, isOwnOrigin, parseJson, Refused } from './http'
import { PAGE } from './page'
import { comingTab, hear } from './tab-messages'
import { createTabRequests } from './tab-requests'
import { Tabs, type Tab } from './tabs'
import { createVersions, type Versions } from './versions'
import { accept, refuse } from './websocket'

/** The settings of a stand-in. */
export interface StandInOptions {
  /** The version that is current at first. */
  readonly version: string
  /**
   * The path below which tabs find it.
   *
   * @default '/__skew'
   */
  readonly url?: string
  /** Called when another version has become current, before any tab is notified. */
  readonly released?: (version: string) => void
}

/** A small server for one developer that speaks the real one's protocol. It keeps everything in memory. */
export interface StandIn {
  /** The current version. */
  readonly version: string
  /** Answers a request; returns false when it is not for the stand-in. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** Takes an upgrade to a WebSocket; returns false when it is not for the stand-in. */
  upgrade(request: IncomingMessage, socket: Duplex): boolean
}

/** Creates a stand-in for the server, for development. */
export function createStandIn({ version, url = '/__skew', released }: StandInOptions): StandIn {
  const base = url.replace(/\/+$/, '')
  const versions = createVersions(version)
  const tabs = new Tabs(versions)
  const requests = createRequests(tabs, versions, () => released?.(versions.current))
  return {
    get version() {
      return versions.current
    },
    handle(request, response) {
      const found = below(base, request)
      if (found === undefined) return false
      requests(found, request, response).catch((error: unknown) => {
        const status = error instanceof Refused ? error.status : 500
        answer(response, status, { ok: false, error: (error as Error).message })
      })
      return true
    },
    upgrade(request, socket) {
      const found = below(base, request)
      if (found === undefined) return false
      if (found.path !== '/ws') refuse(socket, '404 Not Found')
      else if (!isOwnOrigin(request)) refuse(socket, '403 Forbidden')
      else openWebSocket(tabs, versions, found.query, request, socket)
      return true
    },
  }
}

/** A request below the base path. */
interface Asked {
  readonly path: string
  readonly query: URLSearchParams
}

type Requests = (asked: Asked, request: IncomingMessage, response: ServerResponse) => Promise<void>

function createRequests(tabs: Tabs, versions: Versions, released: () => void): Requests {
  const tabRequests = createTabRequests(tabs, versions)
  const adminRequests = createAdminRequests(tabs, versions, released)
  return async ({ path, query }, request, response) => {
    if (!isOwnOrigin(request)) throw new Refused(403, `origin: ${request.headers.origin} (expected: that of this server)`)
    const [tab, admin] = [tabRequests[path], adminRequests[path]]
    if (tab !== undefined) return tab(request, response, query)
    if (admin !== undefined) return answer(response, 200, await admin(request))
    if (path !== '/') throw new Refused(404, `${path}: not there in development`)
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(PAGE)
  }
}

function openWebSocket(tabs: Tabs, versions: Versions, query: URLSearchParams, request: IncomingMessage, socket: Duplex): void {
  let tab: Tab | undefined
  const received = (text: string): void => void (tab && tryToHear(tabs, tab, text))
  try {
    const coming = comingTab(query, versions, 'websocket')
    const { send, close } = accept(request, socket, received, () => tab && tabs.remove(tab))
    tab = tabs.add({ ...coming, send: (message) => send(JSON.stringify(message)), end: close }, query.get('resume') ?? undefined)
  } catch {
    refuse(socket, '400 Bad Request')
  }
}

/** An invalid frame is ignored, as the real server does. */
function tryToHear(tabs: Tabs, tab: Tab, text: string): void {
  try {
    hear(tabs, tab, text === 'ping' ? { type: 'ping' } : parseJson(text))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

/** Frameworks that have cut something off keep the whole address in `originalUrl`. */
function below(base: string, { url = '/', originalUrl = url }: IncomingMessage & { readonly originalUrl?: string }): Asked | undefined {
  const { pathname, searchParams } = new URL(originalUrl, 'http://localhost')
  if (pathname !== base && !pathname.startsWith(`${base}/`)) return undefined
  return { path: pathname.slice(base.length).replace(/\/$/, '') || '/', query: searchParams }
}
