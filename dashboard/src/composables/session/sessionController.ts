// SPDX-License-Identifier: Apache-2.0
import { shallowRef } from 'vue'
import { ApiError, type AdminApi, type Proof } from '../../api/admin'
import type { NoSession, Session } from '../../api/types'

/** The longest delay of a timer, in milliseconds (HTML: a signed 32-bit integer). */
const MAX_TIMER_MILLIS = 2 ** 31 - 1

/** The server's clock may be behind: the time until the session is checked again, in milliseconds. */
const RECHECK_MILLIS = 60_000

/** The seconds to wait after too many attempts, if the server does not say. */
const DEFAULT_WAIT_SECONDS = 60

const EXPIRED = 'Your session has expired.'
const ENDED = 'Your session has ended: you signed out elsewhere, or the server restarted.'
const LEFT = 'You are no longer signed in to the application, or may no longer see this.'

/**
 * Signs a person in and out, and notices when the session ends.
 *
 * Only the server decides whether a session is still valid: the controller checks at the time of expiry, and whenever it
 * is asked to.
 */
export class SessionController {
  readonly session = shallowRef<Session | null>(null)
  /** The server's answer when nobody was signed in; null before that. */
  readonly nobody = shallowRef<NoSession | null>(null)
  readonly checking = shallowRef(true)
  readonly reason = shallowRef<string | null>(null)
  readonly #api: AdminApi
  readonly #goTo: (address: string) => void
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param goTo leads the browser to another page */
  constructor(api: AdminApi, goTo: (address: string) => void) {
    this.#api = api
    this.#goTo = goTo
  }

  /** Signs in with a secret. */
  async signIn(secret: string): Promise<void> {
    try {
      await this.#enter({ secret })
    } catch (error) {
      this.#leave(reasonOf(error))
    }
  }

  /** Signs in with the token of a sign-in link; an existing session stays when the link is no longer valid. */
  async signInByLink(link: string): Promise<void> {
    try {
      await this.#enter({ link })
    } catch (error) {
      await this.check()
      if (this.session.value === null) this.reason.value = isUnauthorized(error) ? 'This link has expired or has been used before.' : reasonOf(error)
    }
  }

  /** Signs out here, or goes to the application's page for that. */
  async signOut(): Promise<void> {
    const { by, signOut } = this.session.value ?? {}
    if (by === 'application') return void (signOut !== undefined && this.#goTo(signOut))
    try {
      await this.#api.signOut()
      this.#leave('You have signed out.')
      await this.check()
      if (this.session.value !== null) this.reason.value = `You have signed out. The application still knows you as ${this.session.value.name}.`
    } catch (error) {
      // The session still exists: showing the sign-in screen would leave it behind for the next person.
      this.reason.value = reasonOf(error)
    }
  }

  /** Asks the server whether there is a session. */
  async check(): Promise<void> {
    try {
      const answer = await this.#api.session()
      if (answer.name !== null) this.#hold(answer)
      else this.#nobody(answer)
    } catch (error) {
      if (isUnauthorized(error)) this.end()
      else if (this.session.value === null) this.#leave(reasonOf(error))
      else this.#checkIn(RECHECK_MILLIS)
    }
  }

  /** Notes that the server knows no session. */
  end(): void {
    const ended = this.session.value
    if (ended === null) return this.#leave(this.reason.value)
    const expired = ended.expires !== undefined && Date.now() >= ended.expires
    this.#leave(expired ? EXPIRED : ended.by === 'application' ? LEFT : ENDED)
    if (ended.by === 'application') void this.check() // The answer says where to sign in again.
  }

  /** Stops checking. */
  dispose(): void {
    clearTimeout(this.#timer)
  }

  async #enter(proof: Proof): Promise<void> {
    this.#hold(await this.#api.signIn(proof))
  }

  #nobody(answer: NoSession): void {
    this.nobody.value = answer
    if (this.session.value !== null) this.end()
    else this.#leave(answer.ended ? ENDED : this.reason.value)
  }

  #hold(session: Session): void {
    this.session.value = session
    this.reason.value = null
    this.checking.value = false
    clearTimeout(this.#timer)
    if (session.expires === undefined) return // The server tells when the application's session ends.
    const left = session.expires - Date.now()
    this.#checkIn(left > 0 ? Math.min(left, MAX_TIMER_MILLIS) : RECHECK_MILLIS)
  }

  #leave(reason: string | null): void {
    clearTimeout(this.#timer)
    this.session.value = null
    this.reason.value = reason
    this.checking.value = false
  }

  #checkIn(millis: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.check(), millis)
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error)
  switch (error.status) {
    case 401:
      return 'Wrong secret.'
    case 429:
      return `Too many attempts. Try again in ${error.retryAfter ?? DEFAULT_WAIT_SECONDS} seconds.`
    case 503:
      return `Signing in is not possible: ${error.message}`
    default:
      return error.message
  }
}
