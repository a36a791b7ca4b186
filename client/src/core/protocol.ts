// SPDX-License-Identifier: Apache-2.0
// The messages of docs/protocol.md as types.

/** How the bytes of a connection travel. */
export type Transport = 'websocket' | 'sse' | 'polling'

/** First message of every connection. */
export interface ConnectedMessage {
  readonly type: 'connected'
  /** The version in force on the server. */
  readonly version: string
  /** `<id>.<proof>`; proves who the tab is. Not for display. */
  readonly connectionId: string
  /** Server time in milliseconds since the epoch. */
  readonly timestamp: number
}

/** A sign of life on SSE. */
export interface KeepaliveMessage {
  readonly type: 'keepalive'
  readonly timestamp: number
}

/** Answer to a ping. */
export interface PongMessage {
  readonly type: 'pong'
}

/** A release was announced, or, with `force`, the tab is to reload. */
export interface VersionMessage {
  readonly type: 'version'
  /** The version in force on the server. */
  readonly version: string
  /** Reload now, even when already on that version. */
  readonly force?: boolean
  /** Server time in milliseconds since the epoch. */
  readonly timestamp?: number
  /** Id of the command; a command is obeyed once. */
  readonly command?: string
  /** Milliseconds to wait before reloading, so that not all tabs come at once. */
  readonly after?: number
  /** Latest moment for the reload: server time in milliseconds since the epoch. */
  readonly deadline?: number
}

/** One open tab in the stats. */
export interface ConnectionInfo {
  /** The public part of the connection's id. */
  readonly id: string
  readonly version: string
  /** The path; an empty text where the server does not track routes. */
  readonly route: string
  /** Only where the server tracks addresses. */
  readonly ip?: string
  /** Label of the person. */
  readonly user?: string
  readonly transport?: Transport
  /** Connected at, in milliseconds since the epoch. */
  readonly since?: number
}

/** What of the stats was cut: how many connections and routes are not shown. */
export interface Truncated {
  readonly connections?: number
  readonly routes?: number
}

/** All open tabs, as an authorized subscriber sees them. */
export interface StatsMessage {
  readonly type: 'stats'
  /** All connections; exact. */
  readonly total: number
  /** Connections by version. */
  readonly versions: Readonly<Record<string, number>>
  /** Connections by route. */
  readonly routes: Readonly<Record<string, number>>
  /** Connections by transport. */
  readonly transports?: Readonly<Record<Transport, number>>
  /** The connections that have been here longest. */
  readonly connections: readonly ConnectionInfo[]
  /** The public id of this tab. */
  readonly yourId: string
  /** The version in force on the server. */
  readonly current?: string
  readonly truncated?: Truncated
  /** Some nodes did not answer. */
  readonly partial?: boolean
  /** Number of this snapshot, where changes follow. */
  readonly seq?: number
}

/** What changed since the stats before. */
export interface StatsDeltaMessage {
  readonly type: 'stats-delta'
  /** One more than the number before; else something was missed. */
  readonly seq: number
  readonly total: number
  readonly current?: string
  /** Changed counts; 0 takes the entry out. */
  readonly versions: Readonly<Record<string, number>>
  /** Changed counts; 0 takes the entry out. */
  readonly routes: Readonly<Record<string, number>>
  /** Connections by transport, whole. */
  readonly transports?: Readonly<Record<Transport, number>>
  readonly connections: {
    readonly added: readonly ConnectionInfo[]
    readonly changed: readonly ConnectionInfo[]
    readonly removed: readonly string[]
  }
  readonly truncated?: Truncated
}

/** The subscription was refused, or the right was lost. */
export interface StatsUnauthorizedMessage {
  readonly type: 'stats-unauthorized'
}

/** The server is leaving. */
export interface ReconnectMessage {
  readonly type: 'reconnect'
  /** Come back after so many milliseconds. */
  readonly after: number
}

/** A message of the application. */
export interface CustomMessage {
  readonly type: string
  readonly [field: string]: unknown
}

/** The messages that the protocol knows, by type. */
export interface MessageMap {
  connected: ConnectedMessage
  keepalive: KeepaliveMessage
  pong: PongMessage
  version: VersionMessage
  stats: StatsMessage
  'stats-delta': StatsDeltaMessage
  'stats-unauthorized': StatsUnauthorizedMessage
  reconnect: ReconnectMessage
}

/** Any message of the protocol. */
export type ProtocolMessage = MessageMap[keyof MessageMap]

/** Any message from the server. */
export type ServerMessage = ProtocolMessage | CustomMessage

/** What became of a command in this tab. */
export type AckState = 'received' | 'deferred' | 'reloading'

/** Messages from the tab. */
export type ClientMessage =
  | { readonly type: 'ping' }
  | { readonly type: 'route-update'; readonly route: string }
  | { readonly type: 'subscribe-stats'; readonly delta: true }
  | { readonly type: 'unsubscribe-stats' }
  | { readonly type: 'ack'; readonly command: string; readonly state: AckState }

/** The contract's own message types, apart from those that begin with `stats`. */
const RESERVED_TYPES: readonly string[] = ['connected', 'keepalive', 'pong', 'version', 'reconnect']

/**
 * Returns whether the contract keeps a message type for itself: its own types, and every type that begins with `stats`.
 * The server refuses to send an application's message of such a type.
 */
export function isReservedType(type: string): boolean {
  return type.startsWith('stats') || RESERVED_TYPES.includes(type)
}

/** Passes on what is a message: an object with a `type`. */
export function asMessage(value: unknown, take: (message: ServerMessage) => void): void {
  if (typeof (value as Partial<ServerMessage> | null)?.type === 'string') take(value as ServerMessage)
}

/** Parses a text and passes on the message in it; does nothing when there is none. */
export function parseMessage(text: string, take: (message: ServerMessage) => void): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return
  }
  asMessage(value, take)
}

/** Whether this is a message of the protocol of that type. */
export function isMessage<T extends keyof MessageMap>(message: ServerMessage, type: T): message is MessageMap[T] {
  return message.type === type
}
