// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { ApiError, type Admin } from '../api/admin'
import type { Session } from '../api/types'

/** A timer cannot wait longer (HTML: a signed 32-bit number of milliseconds). */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1

/** The server's clock may be behind: look again after this time, in milliseconds. */
const AGAIN_MILLIS = 60_000

/** Who is signed in, and how that begins and ends. */
export interface UseSession {
  /** Null while nobody is, or nobody knows. */
  readonly session: Readonly<ShallowRef<Session | null>>
  /** Whether the first answer is still to come. */
  readonly checking: Readonly<ShallowRef<boolean>>
  /** Why somebody has to sign in (again), or could not; null when there is nothing to say. */
  readonly reason: Readonly<ShallowRef<string | null>>
  readonly canCommand: ComputedRef<boolean>
  /** Signs in by the link in the address, if there is one, else by the cookie. */
  start(): Promise<void>
  signIn(secret: string): Promise<void>
  signOut(): Promise<void>
  /** Asks the server whether the session still holds. */
  check(): Promise<void>
}

/** The session of this page. */
export function useSession(admin: Admin): UseSession {
  const session = shallowRef<Session | null>(null)
  const checking = shallowRef(true)
  const reason = shallowRef<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function enter(entered: Session): void {
    session.value = entered
    reason.value = null
    checking.value = false
    watchExpiry(entered.expires - Date.now())
  }

  function watchExpiry(millis: number): void {
    clearTimeout(timer)
    const wait = millis > 0 ? Math.min(millis, LONGEST_TIMER_MILLIS) : AGAIN_MILLIS
    timer = setTimeout(() => void check(), wait)
  }

  function leave(why: string | null): void {
    clearTimeout(timer)
    session.value = null
    reason.value = why
    checking.value = false
  }

  /** The server says that there is no session. */
  function ended(): void {
    const before = session.value
    if (before === null) return leave(reason.value)
    const expired = Date.now() >= before.expires
    leave(expired ? 'Your session has expired.' : 'Your session has ended: signed out elsewhere, or the server was restarted.')
  }

  async function check(): Promise<void> {
    try {
      enter(await admin.session())
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) ended()
      else if (session.value === null) leave(text(error))
      else watchExpiry(0)
    }
  }

  async function byLink(link: string): Promise<void> {
    try {
      enter(await admin.signIn({ link }))
    } catch (error) {
      const wrong = error instanceof ApiError && error.status === 401
      await check()
      if (session.value === null) reason.value = wrong ? 'This link was used before, or is too old.' : text(error)
    }
  }

  async function start(): Promise<void> {
    const link = takeLink()
    await (link === null ? check() : byLink(link))
  }

  const onHash = (): void => {
    if (location.hash.startsWith('#link=')) void start()
  }
  addEventListener('hashchange', onHash)
  onScopeDispose(() => {
    removeEventListener('hashchange', onHash)
    clearTimeout(timer)
  })
  admin.onUnauthorized(ended)

  return {
    session,
    checking,
    reason,
    canCommand: computed(() => session.value?.scopes.includes('command') ?? false),
    start,
    check,
    signIn: async (secret) => {
      try {
        enter(await admin.signIn({ secret }))
      } catch (error) {
        leave(text(error))
      }
    },
    signOut: async () => {
      try {
        await admin.signOut()
        leave('You are signed out.')
      } catch (error) {
        // Still signed in: saying otherwise would leave the session behind for the next person.
        reason.value = text(error)
      }
    },
  }
}

/** Takes the one-time link out of the address, so that it stays in no history and no bookmark. */
function takeLink(): string | null {
  const link = new URLSearchParams(location.hash.slice(1)).get('link')
  if (link !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return link
}

function text(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error)
  if (error.status === 401) return 'This secret is not the right one.'
  if (error.status === 429) return `Too many attempts. Try again in ${error.retryAfter ?? 60} seconds.`
  if (error.status === 503) return `The server takes nobody in: ${error.message}`
  return error.message
}
