// SPDX-License-Identifier: Apache-2.0
import { retryAfter } from '../backoff'
import type { Page } from '../page'
import type { ClientMessage, ServerMessage } from '../protocol'

/** How a link ended. */
export interface LinkEnd {
  /** The server asked to stay away for so many milliseconds. */
  readonly after?: number
  /** The server wants no connection from here, ever (204). */
  readonly refused?: boolean
}

/** What a link tells. The connector ignores what a link tells after its end. */
export interface LinkHandlers {
  /** Anything was received; when polling, after each answer. */
  alive(): void
  message(message: ServerMessage): void
  closed(end: LinkEnd): void
}

/** The tab as the server is to see it. Lives as long as the client. */
export interface Session {
  /** The `connectionId` in use, or the last one; null before the first. */
  id: string | null
  /** The address of an endpoint. */
  url(path: string): string
  /** The address that opens a connection: with the tab's version and route, and the former connection. */
  open(path: string): string
}

/** One attempt to be connected, and the connection that comes of it. */
export interface Link {
  /** Sends once the link is open; may merge messages of the same kind, the last wins. */
  send(message: ClientMessage): void
  /** Asks for a sign of life; absent where the server's own can be seen. */
  readonly probe?: () => void
}

/** Opens a link over one transport; `signal` ends it. */
export type OpenLink = (page: Page, session: Session, handlers: LinkHandlers, signal: AbortSignal) => Link

/**
 * Asks for a connection.
 *
 * @returns the answer, or how the link ended when it is none that opens one
 */
export async function request(
  page: Page,
  url: string,
  type: string,
  signal: AbortSignal,
): Promise<Response | LinkEnd> {
  const answer = await page.fetch(url, { cache: 'no-store', credentials: 'include', headers: { accept: type }, signal })
  if (answer.ok && answer.headers.get('content-type')?.startsWith(type)) return answer
  return { refused: answer.status === 204, after: retryAfter(page, answer) }
}
