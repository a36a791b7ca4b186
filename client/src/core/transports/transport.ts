// SPDX-License-Identifier: Apache-2.0
import type { BrowserWindow } from '../browser/browser-window'
import type { PostedMessage } from '../protocol/posted-message'
import type { NoteProblem } from '../state/problems'

/** This tab, as the server sees it. It lives as long as the client. */
export interface Tab {
  /** The latest `connectionId`; null before the first connection. */
  connectionId: string | null | undefined
  /** The number of attempts in a row that failed here, plus one if any failed on the page before in this tab. */
  misses: number
  /** Notes a problem with the way to the server. */
  readonly note: NoteProblem
  /** Says goodbye, and leaves the `connectionId` and the misses for the next page of this tab. */
  leave(): void
  /** Returns the address of an endpoint. */
  url(path: string): string
  /** Returns the address that opens a connection. It holds the tab's version, route and former connection. */
  openingUrl(path: string): string
}

/** The end of a transport, or of the attempt to open it. */
export interface TransportEnd {
  /** How long the server asks the tab to stay away, in milliseconds. */
  readonly after?: number
  /** Whether the server wants no connection from here, ever (204). */
  readonly refused?: boolean
  /** Whether nothing failed: the next attempt need not wait. */
  readonly excused?: boolean
  /** Whether the browser did not even try: another transport may be tried at once. */
  readonly blocked?: boolean
}

/**
 * Opens one transport: an attempt to connect, and the connection that follows.
 *
 * @param signal ends the transport; the caller ignores what is reported afterwards
 * @param alive called when anything is received; when polling, after each response
 * @param received called with each JSON value that is received; undefined for malformed JSON
 * @param closed called when the transport ends on its own
 * @returns a function that sends a message once the connection is open; it may replace one that waits (see the outbox)
 */
export type OpenTransport = (
  browser: BrowserWindow,
  tab: Tab,
  signal: AbortSignal,
  alive: () => void,
  received: (value: unknown) => void,
  closed: (end: TransportEnd) => void,
) => (message: PostedMessage) => void
