// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment'
import { isMessage, parseMessage, type ClientMessage, type ServerMessage, type Transport } from '../protocol'

/** How a link ended. */
export interface LinkEnd {
  /** The server asked to stay away for so many milliseconds. */
  readonly after?: number | null
  /** The server wants no connection from here, ever (204). */
  readonly refused?: boolean
}

/** What a link tells. Nothing more is told after `closed`, nor after the link was closed from here. */
export interface LinkHandlers {
  /** The server knows this tab: on the first message of a stream, and on each answer to a poll. */
  opened(): void
  /** Anything was received. */
  alive(): void
  message(message: ServerMessage): void
  closed(end: LinkEnd): void
}

/** The tab as the server is to see it. Lives as long as the client. */
export interface Session {
  /** The `connectionId` in use, or the last one; null before the first. */
  id: string | null
  /** The address of an endpoint, with the tab's route and version. `resume` adds the former connection. */
  open(path: string, resume: boolean): string
  /** The address of an endpoint that takes POSTs. */
  post(path: string): string
}

/** One attempt to be connected, and the connection that comes of it. */
export interface Link {
  readonly transport: Transport
  /** Sends once the link is open; may merge messages of the same kind, the last wins. */
  send(message: ClientMessage): void
  /** Asks for a sign of life; null where that cannot be asked. */
  readonly probe: (() => void) | null
  /** Ends the link; tells no handler. */
  close(): void
}

/** Opens a link over one transport. */
export type OpenLink = (environment: Environment, session: Session, handlers: LinkHandlers) => Link

/** Makes sure that nothing is told after the end. */
export function once(handlers: LinkHandlers, cleanUp: () => void): LinkHandlers & { readonly over: () => boolean } {
  let over = false
  return {
    opened: () => over || handlers.opened(),
    alive: () => over || handlers.alive(),
    message: (message) => over || handlers.message(message),
    closed: (end) => {
      if (over) return
      over = true
      cleanUp()
      handlers.closed(end)
    },
    over: () => over,
  }
}

/** Takes one message of a stream. */
export function receive(session: Session, handlers: LinkHandlers, text: string): void {
  handlers.alive()
  const message = parseMessage(text)
  if (message === null) return
  const first = isMessage(message, 'connected')
  if (first) session.id = message.connectionId
  handlers.message(message)
  if (first) handlers.opened()
}
