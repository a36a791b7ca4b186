// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** Something that is asked for now and then. */
export interface Resource<T> {
  /** The latest answer; kept while the next is under way, and when that fails. */
  readonly data: ShallowRef<T>
  /** Why the latest question failed; null when it did not. */
  readonly error: ShallowRef<string | null>
  readonly loading: ShallowRef<boolean>
  /** Asks anew; an older question that is still open is given up. */
  refresh(): Promise<void>
}

/** Asks when told to. Answers that a later question has overtaken are dropped; ends with the scope. */
export function useResource<T>(initial: T, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const data = shallowRef(initial) as ShallowRef<T>
  const error = shallowRef<string | null>(null)
  const loading = shallowRef(false)
  let latest: AbortController | null = null

  async function refresh(): Promise<void> {
    latest?.abort()
    const mine = new AbortController()
    latest = mine
    loading.value = true
    try {
      const answer = await load(mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      error.value = null
    } catch (failure) {
      if (!mine.signal.aborted) error.value = failure instanceof Error ? failure.message : String(failure)
    } finally {
      if (latest === mine) loading.value = false
    }
  }

  onScopeDispose(() => latest?.abort())
  return { data, error, loading, refresh }
}
