// SPDX-License-Identifier: Apache-2.0
import { shallowRef, type ShallowRef } from 'vue'
import type { MadeToken, Token, TokenRequest } from '../../api/tokenTypes'
import { errorText } from '../shared/errorText'
import { useResource, type Resource } from '../shared/useResource'
import { useDashboard } from '../useDashboard'

/** The tokens, and how to make and revoke them. */
export interface UseTokens {
  readonly tokens: Resource<readonly Token[]>
  /** The token that was just made; null when there is none to show. */
  readonly made: Readonly<ShallowRef<MadeToken | null>>
  /** Why the latest attempt to make or revoke one failed; null if it succeeded. */
  readonly failure: Readonly<ShallowRef<string | null>>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** Makes a token; returns whether that worked. */
  make(request: TokenRequest): Promise<boolean>
  /** Revokes a token; returns whether that worked. */
  revoke(id: string): Promise<boolean>
  /** Forgets the token that was just made, and why an attempt failed. */
  forget(): void
}

/** Lists the tokens until the scope ends. */
export function useTokens(): UseTokens {
  const { api } = useDashboard()
  const tokens = useResource<readonly Token[]>([], (signal) => api.tokens(signal))
  const made = shallowRef<MadeToken | null>(null)
  const { busy, failure, attempt } = useAttempts(() => void tokens.refresh())
  void tokens.refresh()
  return {
    tokens,
    made,
    failure,
    busy,
    make: (request) => attempt(async () => void (made.value = await api.makeToken(request))),
    revoke: (id) => attempt(() => api.revokeToken(id)),
    forget: () => {
      made.value = null
      failure.value = null
    },
  }
}

/** Runs attempts, one at a time, and keeps why the latest failed. */
function useAttempts(succeeded: () => void): { readonly busy: ShallowRef<boolean>; readonly failure: ShallowRef<string | null>; attempt(task: () => Promise<void>): Promise<boolean> } {
  const busy = shallowRef(false)
  const failure = shallowRef<string | null>(null)
  async function attempt(task: () => Promise<void>): Promise<boolean> {
    busy.value = true
    failure.value = null
    try {
      await task()
      succeeded()
      return true
    } catch (error) {
      failure.value = errorText(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, attempt }
}
