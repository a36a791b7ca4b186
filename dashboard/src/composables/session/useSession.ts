// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, type ComputedRef, type ShallowRef } from 'vue'
import type { AdminApi } from '../../api/admin'
import type { NoSession, Session } from '../../api/types'
import { rightsOf, type Rights } from '../../model/access/rights'
import { SessionController } from './sessionController'
import { hasSignInLink, takeSignInLink } from './signInLink'

/** Who is signed in, and how to sign in and out. */
export interface UseSession {
  /** Null while nobody is signed in, and until it is known. */
  readonly session: Readonly<ShallowRef<Session | null>>
  /** Whether the first response is still to come. */
  readonly checking: Readonly<ShallowRef<boolean>>
  /** Why signing in (again) is needed, or why it failed; null if there is nothing to say. */
  readonly reason: Readonly<ShallowRef<string | null>>
  /** The server's answer when nobody was signed in; null before that. */
  readonly nobody: Readonly<ShallowRef<NoSession | null>>
  readonly rights: ComputedRef<Rights>
  /** Signs in with the sign-in link in the address, otherwise with the session cookie. */
  start(): Promise<void>
  signIn(secret: string): Promise<void>
  signOut(): Promise<void>
  /** Asks the server whether the session is still valid. */
  check(): Promise<void>
}

/** Creates the session of this page. It ends with the scope; {@link UseSession.start} begins it. */
export function useSession(api: AdminApi, goTo: (address: string) => void = (address) => location.assign(address)): UseSession {
  const controller = new SessionController(api, goTo)

  async function start(): Promise<void> {
    const link = takeSignInLink()
    await (link === null ? controller.check() : controller.signInByLink(link))
  }

  const onHashChange = (): void => {
    if (hasSignInLink()) void start()
  }
  addEventListener('hashchange', onHashChange)
  onScopeDispose(() => {
    removeEventListener('hashchange', onHashChange)
    controller.dispose()
  })
  api.onUnauthorized(() => controller.end())

  return {
    session: controller.session,
    checking: controller.checking,
    reason: controller.reason,
    nobody: controller.nobody,
    rights: computed(() => rightsOf(controller.session.value)),
    start,
    signIn: (secret) => controller.signIn(secret),
    signOut: () => controller.signOut(),
    check: () => controller.check(),
  }
}
