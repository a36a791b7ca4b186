// SPDX-License-Identifier: Apache-2.0
import { ApiError, type AdminApi, type Proof } from '../../src/api/admin'
import { commandAsCurl, queryAsCurl } from '../../src/api/curl'
import type { Wave, Waves } from '../../src/api/waveTypes'
import type { Command, Deployment, NoSession, Outcome, Releases, Session, SessionAnswer } from '../../src/api/types'

/** The admin endpoints of a server that answers as the test sets it up. */
export class FakeApi implements AdminApi {
  readonly base = 'http://rollcall.test/__skew'
  /** The session of the cookie; null when there is none. */
  cookieSession: Session | null = null
  /** The session that signing in gives; null when the proof is wrong. */
  grantedSession: Session | null = null
  /** The error that every request fails with; null if they succeed. */
  failure: ApiError | null = null
  matched = 17
  /** The number that a command must be confirmed with; null for none. */
  confirm: number | null = null
  /** The existing waves, and the aborts that were requested. */
  listed: readonly Wave[] = []
  listings = 0
  readonly aborted: (readonly [id: string, reason: string])[] = []
  /** What contradicts every command; null if nothing does. */
  warning: string | null = null
  readonly proofs: Proof[] = []
  readonly ran: Command[] = []
  readonly previewed: Command[] = []
  #listeners: (() => void)[] = []

  onUnauthorized(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** Acts as if a request was answered with 401. */
  unauthorize(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Whether the browser has a cookie that the server does not know. */
  hasOldCookie = false
  /** What else the server says when nobody is signed in. */
  nobody: Omit<NoSession, 'name' | 'ended'> = {}
  /** The person whom the application knows; null for nobody. */
  applicationSession: Session | null = null

  async session(): Promise<SessionAnswer> {
    if (this.failure !== null) throw this.failure
    return this.cookieSession ?? this.applicationSession ?? { name: null, ended: this.hasOldCookie, ...this.nobody }
  }

  async signIn(proof: Proof): Promise<Session> {
    this.proofs.push(proof)
    this.cookieSession = this.#existing(this.grantedSession)
    return this.cookieSession
  }

  async signOut(): Promise<void> {
    if (this.failure !== null) throw this.failure
    this.cookieSession = null
  }

  async preview(command: Command): Promise<Outcome> {
    this.previewed.push(command)
    if (this.failure !== null) throw this.failure
    return { matched: this.matched, ...(this.warning === null ? {} : { warning: this.warning }), ...(this.confirm === null ? {} : { confirm: this.confirm }) }
  }

  async run(command: Command): Promise<Outcome> {
    if (this.failure !== null) throw this.failure
    this.ran.push(command)
    return { matched: this.matched }
  }

  commandAsCurl = (command: Command): string => commandAsCurl(this.base, command)
  queryAsCurl: AdminApi['queryAsCurl'] = (query) => queryAsCurl(this.base, query)
  connections: AdminApi['connections'] = async () => ({ connections: [] })
  history: AdminApi['history'] = async () => ({ step: 10_000, at: [], total: [], versions: {} })
  nodes: AdminApi['nodes'] = async () => []
  audit: AdminApi['audit'] = async () => []
  refusals: AdminApi['refusals'] = async () => []
  #waiting: ((waves: Waves) => void) | null = null

  /** Holds an answer back until {@link list}, as the server does. */
  waves: AdminApi['waves'] = (seen) => {
    this.listings++
    if (this.failure !== null) return Promise.reject(this.failure)
    const now = { commands: this.listed, revision: JSON.stringify(this.listed) }
    return seen === now.revision ? new Promise((resolve) => void (this.#waiting = resolve)) : Promise.resolve(now)
  }

  /** Changes the waves, and answers the request that waits for that. */
  list(waves: readonly Wave[]): void {
    this.listed = waves
    this.#waiting?.({ commands: waves, revision: JSON.stringify(waves) })
    this.#waiting = null
  }

  tokens: AdminApi['tokens'] = async () => []
  makeToken: AdminApi['makeToken'] = async ({ days, ...request }) => ({ id: 't1', by: 'me', at: 0, expires: days, state: 'valid', token: 'rct_x', ...request })
  revokeToken: AdminApi['revokeToken'] = async () => {}
  abort: AdminApi['abort'] = async (id, reason) => {
    this.aborted.push([id, reason])
    return { id, state: 'aborted', letOff: this.matched }
  }

  deploys: Deployment = { state: 'unwatched', current: 'v1' }
  deployment: AdminApi['deployment'] = async () => this.deploys
  releases = async (): Promise<Releases> => ({ current: 'v1', releases: [] })

  #existing(session: Session | null): Session {
    if (this.failure !== null) throw this.failure
    if (session === null) throw new ApiError(401, 'no session')
    return session
  }
}
