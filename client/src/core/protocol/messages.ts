// SPDX-License-Identifier: Apache-2.0
// The messages of docs/protocol.md as types.

/** The way a connection's bytes travel. */
export type Transport = 'websocket' | 'sse' | 'polling'

/** The first message of every connection. */
export interface ConnectedMessage {
  readonly type: 'connected'
  /** The server's current version. */
  readonly version: string
  /** `<id>.<proof>`: proves which tab this is. Not for display. */
  readonly connectionId: string
  /** Server time in milliseconds since the epoch. */
  readonly timestamp: number
  /** Whether this tab's version is behind the current one; absent from servers that do not know, and then compared. */
  readonly outdated?: boolean
  /** Whether the current version was current before, and has become current again. */
  readonly rollback?: boolean
}

/** A sign of life on SSE. */
export interface KeepaliveMessage {
  readonly type: 'keepalive'
  /** Server time in milliseconds since the epoch. */
  readonly timestamp: number
}

/** The answer to a ping. */
export interface PongMessage {
  readonly type: 'pong'
}

/** An announcement of a version; with `force`, a command to reload. */
export interface VersionMessage {
  readonly type: 'version'
  /** The server's current version. */
  readonly version: string
  /** Whether this tab's version is behind the current one; absent from servers that do not know, and then compared. */
  readonly outdated?: boolean
  /** Whether the current version was current before, and has become current again. */
  readonly rollback?: boolean
  /** Whether the tab must reload now, even when it already runs that version. */
  readonly force?: boolean
  /** Server time in milliseconds since the epoch. */
  readonly timestamp?: number
  /** The command's id. A tab obeys each command once. */
  readonly command?: string
  /** Milliseconds to wait before reloading, so that not all tabs reload at the same time. */
  readonly after?: number
  /** The latest moment for the reload: server time in milliseconds since the epoch. */
  readonly deadline?: number
}

/** One open tab in the stats. */
export interface ConnectionInfo {
  /** The public part of the connection's id. */
  readonly id: string
  readonly version: string
  /** The path; empty if the server does not track routes. */
  readonly route: string
  /** The address; absent if the server does not track addresses. */
  readonly ip?: string
  /** The name of the user. */
  readonly user?: string
  readonly transport?: Transport
  /** When the tab connected, in milliseconds since the epoch. */
  readonly since?: number
}

/** How much the stats leave out. */
export interface Truncated {
  /** The number of connections that are not listed. */
  readonly connections?: number
  /** The number of routes that are not shown. */
  readonly routes?: number
}

/** All open tabs, as an authorized subscriber sees them. */
export interface StatsMessage {
  readonly type: 'stats'
  /** The exact number of connections. */
  readonly total: number
  /** Connections by version. */
  readonly versions: Readonly<Record<string, number>>
  /** Connections by route. */
  readonly routes: Readonly<Record<string, number>>
  /** Connections by transport. */
  readonly transports?: Readonly<Record<Transport, number>>
  /** The oldest connections, in order of arrival. */
  readonly connections: readonly ConnectionInfo[]
  /** The public id of this tab. */
  readonly yourId: string
  /** The server's current version. */
  readonly current?: string
  /** The exact number of connections on a version behind the current one. */
  readonly outdated?: number
  /** The exact number of connections on a version first seen after the current one was announced. */
  readonly ahead?: number
  /** Versions, oldest first: those before the current one are behind it, those after it are ahead. At most 100. */
  readonly order?: readonly string[]
  /** The number of connections that only watch; no other number includes them. */
  readonly observers?: number
  readonly truncated?: Truncated
  /** The nodes, the one that answers first; absent if there is only one. */
  readonly nodes?: readonly NodeStats[]
  /** The number of nodes in these figures. */
  readonly answered?: number
  /** The number of tabs that are counted while they move from a leaving node to another. */
  readonly moving?: number
  /** Whether tabs of other nodes are missing. */
  readonly partial?: boolean
  /** Why, in words; null when nothing is missing. */
  readonly missing?: string | null
  /** The number of this snapshot; present if deltas follow. */
  readonly seq?: number
}

/** One process of the server. */
export interface NodeStats {
  /** The node id; new at each start. */
  readonly id: string
  /** The name for people; two nodes may share one. */
  readonly name: string
  readonly state: 'up' | 'leaving'
  readonly total: number
}

/** What has changed since the previous stats. */
export interface StatsDeltaMessage {
  readonly type: 'stats-delta'
  /** One more than the previous number; otherwise a message was missed. */
  readonly seq: number
  /** The exact number of connections. */
  readonly total: number
  /** The server's current version. */
  readonly current?: string
  /** The exact number of connections on a version behind the current one. */
  readonly outdated?: number
  /** The exact number of connections on a version first seen after the current one was announced. */
  readonly ahead?: number
  /** The order of versions, complete; absent when it has not changed. */
  readonly order?: readonly string[]
  /** The counts that have changed; 0 removes the entry. */
  readonly versions: Readonly<Record<string, number>>
  /** The counts that have changed; 0 removes the entry. */
  readonly routes: Readonly<Record<string, number>>
  /** Connections by transport, complete. */
  readonly transports?: Readonly<Record<Transport, number>>
  /** The nodes, complete; absent when nothing about them has changed. */
  readonly nodes?: readonly NodeStats[]
  readonly answered?: number
  readonly moving?: number
  readonly partial?: boolean
  readonly missing?: string | null
  readonly connections: {
    /** Entries to append to the list. */
    readonly added: readonly ConnectionInfo[]
    /** Entries that replace those with the same ids. */
    readonly changed: readonly ConnectionInfo[]
    /** Ids of the entries to remove. */
    readonly removed: readonly string[]
  }
  /** The number of connections that only watch; no other number includes them. */
  readonly observers?: number
  readonly truncated?: Truncated
}

/** The refusal of a subscription, or the loss of the right to see stats. */
export interface StatsUnauthorizedMessage {
  readonly type: 'stats-unauthorized'
  /** Milliseconds to wait before asking again, when the server could not decide. The client asks on its own. */
  readonly after?: number
}

/** The announcement that the server is about to leave. */
export interface ReconnectMessage {
  readonly type: 'reconnect'
  /** Milliseconds to wait before connecting again. */
  readonly after: number
}

/** A message of the application. */
export interface CustomMessage {
  readonly type: string
  readonly [field: string]: unknown
}

/** The contract's own messages, by type. */
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

/** Any of the contract's own messages. */
export type ProtocolMessage = MessageMap[keyof MessageMap]

/** Any message from the server. */
export type ServerMessage = ProtocolMessage | CustomMessage

/** What this tab has done about a command. */
export type AckState = 'received' | 'deferred' | 'reloading'

/** Any message from the tab. */
export type ClientMessage =
  | { readonly type: 'ping' }
  | { readonly type: 'route-update'; readonly route: string; readonly group?: string }
  | { readonly type: 'subscribe-stats'; readonly delta: true }
  | { readonly type: 'unsubscribe-stats' }
  | { readonly type: 'ack'; readonly command: string; readonly state: AckState; readonly reason?: string }
