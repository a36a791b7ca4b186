// SPDX-License-Identifier: Apache-2.0
import { ApiError, type Admin } from '../../src/api/admin'
import type { Command, Outcome, Releases, Session } from '../../src/api/types'

/** A server that answers what the test puts here. */
export class FakeAdmin implements Admin {
  readonly base = 'http://rollcall.test/__skew'
  /** The session that the cookie stands for; null for none. */
  held: Session | null = null
  /** What signing in gives; null for a wrong secret. */
  granted: Session | null = null
  failure: ApiError | null = null
  matched = 17
  readonly proofs: unknown[] = []
  readonly ran: Command[] = []
  readonly previewed: Command[] = []
  #unauthorized: (() => void)[] = []

  onUnauthorized(listener: () => void): void {
    this.#unauthorized.push(listener)
  }

  /** As when any request was answered 401. */
  unauthorize(): void {
    for (const listener of this.#unauthorized) listener()
  }

  async session(): Promise<Session> {
    return this.#given(this.held)
  }

  async signIn(proof: { secret: string } | { link: string }): Promise<Session> {
    this.proofs.push(proof)
    this.held = this.#given(this.granted)
    return this.held
  }

  async signOut(): Promise<void> {
    if (this.failure !== null) throw this.failure
    this.held = null
  }

  async preview(command: Command): Promise<Outcome> {
    this.previewed.push(command)
    if (this.failure !== null) throw this.failure
    return { matched: this.matched, target: 'routes beginning with /checkout' }
  }

  async run(command: Command): Promise<Outcome> {
    if (this.failure !== null) throw this.failure
    this.ran.push(command)
    return { matched: this.matched }
  }

  connections: Admin['connections'] = async () => ({ connections: [] })
  history: Admin['history'] = async () => ({ step: 10_000, at: [], total: [], versions: {} })
  nodes: Admin['nodes'] = async () => []
  audit = async (): Promise<[]> => []
  releases = async (): Promise<Releases> => ({ current: 'v1', releases: [] })

  #given(session: Session | null): Session {
    if (this.failure !== null) throw this.failure
    if (session === null) throw new ApiError(401, 'no session')
    return session
  }
}
