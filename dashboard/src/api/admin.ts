// SPDX-License-Identifier: Apache-2.0
import type {
  AuditEntry,
  Command,
  ConnectionPage,
  ConnectionQuery,
  HistoryAnswer,
  NodeInfo,
  Outcome,
  Releases,
  Session,
} from './types'

/** The server did not answer with success. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  /**
   * @param status the HTTP status; 0 when there was no answer
   * @param retryAfter seconds to wait, where the server said so
   */
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfter: number | null = null,
  ) {
    super(message)
  }
}

/** The admin endpoints of the server that this page came from; the session cookie says who asks. */
export interface Admin {
  /** The server's base address, absolute. */
  readonly base: string
  /** Calls the listener whenever an answer says that there is no session. */
  onUnauthorized(listener: () => void): void
  session(): Promise<Session>
  signIn(proof: { readonly secret: string } | { readonly link: string }): Promise<Session>
  signOut(): Promise<void>
  connections(query: ConnectionQuery, signal?: AbortSignal): Promise<ConnectionPage>
  history(): Promise<HistoryAnswer>
  nodes(): Promise<readonly NodeInfo[]>
  audit(limit: number): Promise<readonly AuditEntry[]>
  releases(): Promise<Releases>
  /** How many tabs it would reach. */
  preview(command: Command, signal?: AbortSignal): Promise<Outcome>
  run(command: Command): Promise<Outcome>
}

type Fetch = typeof fetch

/** The endpoints under that base address. */
export function createAdmin(base: string, fetcher: Fetch = (input, init) => fetch(input, init)): Admin {
  const listeners: (() => void)[] = []

  async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await send(fetcher, `${base}/admin${path}`, method, body, signal)
    const answer = (await response.json().catch(() => null)) as (T & { readonly error?: string }) | null
    if (response.ok && answer !== null) return answer
    // A wrong secret is no lost session.
    if (response.status === 401 && path !== '/session') for (const listener of listeners) listener()
    const retryAfter = Number(response.headers.get('retry-after')) || null
    throw new ApiError(response.status, answer?.error ?? `The server answered ${response.status}.`, retryAfter)
  }

  return {
    base,
    onUnauthorized: (listener) => void listeners.push(listener),
    session: () => ask('GET', '/session'),
    signIn: (proof) => ask('POST', '/session', proof),
    signOut: () => ask('DELETE', '/session'),
    connections: (query, signal) => ask('GET', `/connections?${search(query)}`, undefined, signal),
    history: () => ask('GET', '/history'),
    nodes: async () => (await ask<{ nodes: readonly NodeInfo[] }>('GET', '/nodes')).nodes,
    audit: async (limit) => (await ask<{ entries: readonly AuditEntry[] }>('GET', `/audit?limit=${limit}`)).entries,
    releases: () => ask('GET', '/releases'),
    preview: (command, signal) => ask('POST', pathOf(command), { ...bodyOf(command), dryRun: true }, signal),
    run: (command) => ask('POST', pathOf(command), bodyOf(command)),
  }
}

async function send(fetcher: Fetch, url: string, method: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  try {
    return await fetcher(url, { method, cache: 'no-store', credentials: 'same-origin', signal: signal ?? null, ...json })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ApiError(0, 'The server does not answer.')
  }
}

function search(query: ConnectionQuery): URLSearchParams {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== false)
  return new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))
}

function pathOf(command: Command): string {
  return command.kind === 'release' ? '/releases' : '/commands'
}

function bodyOf(command: Command): object {
  const { kind, ...rest } = command
  return kind === 'release' ? rest : { action: kind, ...rest }
}
