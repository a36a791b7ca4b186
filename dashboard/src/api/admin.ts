// SPDX-License-Identifier: Apache-2.0
import { commandAsCurl, queryAsCurl } from './curl'
import { requestOf, searchOf } from './requests'
import type {
  AuditEntry,
  Command,
  ConnectionPage,
  ConnectionQuery,
  Deployment,
  HistoryResponse,
  NodeInfo,
  Outcome,
  Refusal,
  Releases,
  Session,
  SessionAnswer,
} from './types'
import type { MadeToken, Token, TokenRequest } from './tokenTypes'
import type { Abortion, Waves } from './waveTypes'

/** A request that did not succeed. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  /**
   * @param status the HTTP status; 0 when there was no response
   * @param message what went wrong, for people
   * @param retryAfter seconds to wait before another attempt; null if the server does not say
   * @param confirm the number of tabs that the command must be confirmed with; null if that is not the reason
   */
  constructor(
    readonly status: number,
    message: string,
    readonly retryAfter: number | null = null,
    readonly confirm: number | null = null,
  ) {
    super(message)
  }
}

/** What signs a person in: a secret, or the token of a sign-in link. */
export type Proof = { readonly secret: string } | { readonly link: string }

/** The admin endpoints of the server that this page came from. The session cookie identifies the caller. */
export interface AdminApi {
  /** The server's base address, absolute. */
  readonly base: string
  /** Calls the listener whenever a response says that there is no session. */
  onUnauthorized(listener: () => void): void
  /** Returns who is signed in, or that nobody is. */
  session(): Promise<SessionAnswer>
  signIn(proof: Proof): Promise<Session>
  signOut(): Promise<void>
  connections(query: ConnectionQuery, signal?: AbortSignal): Promise<ConnectionPage>
  history(): Promise<HistoryResponse>
  nodes(): Promise<readonly NodeInfo[]>
  audit(limit: number): Promise<readonly AuditEntry[]>
  /** Returns what was turned down, the latest first. */
  refusals(): Promise<readonly Refusal[]>
  releases(): Promise<Releases>
  /**
   * Returns the commands that make tabs reload, the latest first.
   *
   * @param seen the revision already known: the server answers when there is another one, or after 20 seconds; null to get an
   * answer at once
   */
  waves(seen: string | null, signal?: AbortSignal): Promise<Waves>
  /** Aborts such a command; tabs whose moment has not come are let off. */
  abort(id: string, reason: string): Promise<Abortion>
  deployment(): Promise<Deployment>
  /** Returns the tokens, the latest first. */
  tokens(signal?: AbortSignal): Promise<readonly Token[]>
  makeToken(request: TokenRequest): Promise<MadeToken>
  revokeToken(id: string): Promise<void>
  /** Counts the tabs that a command would reach; nothing is sent to them. */
  preview(command: Command, signal?: AbortSignal): Promise<Outcome>
  run(command: Command): Promise<Outcome>
  /** Returns a line for a shell that gives a command. */
  commandAsCurl(command: Command): string
  /** Returns a line for a shell that lists connections. */
  queryAsCurl(query: ConnectionQuery): string
}

/** One request to an admin endpoint. */
interface AdminRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path below `/admin`. */
  readonly path: string
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

type Fetch = typeof fetch

/**
 * Creates the admin endpoints of a server.
 *
 * @param base the server's base address, absolute, without a trailing slash
 */
export function createAdminApi(base: string, fetcher: Fetch = (input, init) => fetch(input, init)): AdminApi {
  const http = new AdminHttp(base, fetcher)
  return {
    base,
    onUnauthorized: (listener) => http.onUnauthorized(listener),
    session: () => http.ask({ method: 'GET', path: '/session' }),
    signIn: (body) => http.ask({ method: 'POST', path: '/session', body }),
    signOut: () => http.ask({ method: 'DELETE', path: '/session' }),
    connections: (query, signal) => http.ask({ method: 'GET', path: `/connections?${searchOf(query)}`, signal }),
    history: () => http.ask({ method: 'GET', path: '/history' }),
    nodes: async () => (await http.ask<{ nodes: readonly NodeInfo[] }>({ method: 'GET', path: '/nodes' })).nodes,
    audit: async (limit) => (await http.ask<{ entries: readonly AuditEntry[] }>({ method: 'GET', path: `/audit?limit=${limit}` })).entries,
    refusals: async () => (await http.ask<{ refusals: readonly Refusal[] }>({ method: 'GET', path: '/refusals' })).refusals,
    releases: () => http.ask({ method: 'GET', path: '/releases' }),
    waves: (seen, signal) => http.ask({ method: 'GET', path: `/commands${seen === null ? '' : `?${new URLSearchParams({ seen })}`}`, signal }),
    abort: (id, reason) => http.ask({ method: 'DELETE', path: `/commands/${encodeURIComponent(id)}${reason === '' ? '' : `?${new URLSearchParams({ reason })}`}` }),
    deployment: () => http.ask({ method: 'GET', path: '/deployment' }),
    tokens: async (signal) => (await http.ask<{ tokens: readonly Token[] }>({ method: 'GET', path: '/tokens', signal })).tokens,
    makeToken: (body) => http.ask({ method: 'POST', path: '/tokens', body }),
    revokeToken: (id) => http.ask({ method: 'DELETE', path: `/tokens/${encodeURIComponent(id)}` }),
    preview: (command, signal) => {
      const { path, body } = requestOf(command)
      return http.ask({ method: 'POST', path, body: { ...body, dryRun: true }, signal })
    },
    run: (command) => http.ask({ method: 'POST', ...requestOf(command) }),
    commandAsCurl: (command) => commandAsCurl(base, command),
    queryAsCurl: (query) => queryAsCurl(base, query),
  }
}

/** Sends requests to the admin endpoints and turns refusals into errors. */
class AdminHttp {
  readonly #base: string
  readonly #fetch: Fetch
  readonly #listeners: (() => void)[] = []

  constructor(base: string, fetcher: Fetch) {
    this.#base = base
    this.#fetch = fetcher
  }

  onUnauthorized(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async ask<T>(request: AdminRequest): Promise<T> {
    const response = await this.#send(request)
    const answer = (await response.json().catch(() => null)) as (T & { readonly error?: string; readonly confirm?: number }) | null
    if (response.ok && answer !== null) return answer
    // At /session the caller handles 401 itself: the secret is wrong, or nobody is signed in.
    if (response.status === 401 && request.path !== '/session') for (const listener of this.#listeners) listener()
    const retryAfter = Number(response.headers.get('retry-after')) || null
    const message = answer?.error ?? `The server answered with status ${response.status}.`
    throw new ApiError(response.status, message, retryAfter, response.status === 409 ? (answer?.confirm ?? null) : null)
  }

  async #send({ method, path, body, signal }: AdminRequest): Promise<Response> {
    const fetcher = this.#fetch
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    try {
      return await fetcher(`${this.#base}/admin${path}`, { method, cache: 'no-store', credentials: 'same-origin', signal: signal ?? null, ...json })
    } catch (error) {
      if (signal?.aborted === true) throw error
      throw new ApiError(0, 'The server is not responding.')
    }
  }
}
