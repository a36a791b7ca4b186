// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { errorText } from './errorText'

/** Something that is fetched from the server now and then. */
export interface Resource<T> {
  /** The latest response. It stays while the next one is under way, and when that one fails. */
  readonly data: ShallowRef<T>
  /** Why the latest request failed; null when it did not. */
  readonly error: ShallowRef<string | null>
  /** Fetches it again; an older request that is still open is cancelled. */
  refresh(): Promise<void>
  /** Goes back to the initial data; a request that is still open is cancelled. */
  reset(): void
}

/**
 * Creates a resource, which fetches nothing by itself. A response that a later request has overtaken is dropped. Ends
 * with the scope.
 *
 * @param initial the data before the first response
 */
export function useResource<T>(initial: T, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const data = shallowRef(initial) as ShallowRef<T>
  const error = shallowRef<string | null>(null)
  let latest: AbortController | null = null

  async function refresh(): Promise<void> {
    latest?.abort()
    const own = new AbortController()
    latest = own
    try {
      const answer = await load(own.signal)
      if (own.signal.aborted) return
      data.value = answer
      error.value = null
    } catch (failure) {
      if (!own.signal.aborted) error.value = errorText(failure)
    }
  }

  function reset(): void {
    latest?.abort()
    data.value = initial
    error.value = null
  }

  onScopeDispose(() => latest?.abort())
  return { data, error, refresh, reset }
}
