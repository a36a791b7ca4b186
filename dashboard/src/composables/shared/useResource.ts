// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { errorText } from './errorText'

type Load<T> = (signal: AbortSignal) => Promise<T>

/** Something that is fetched from the server now and then, on request only. */
export class Resource<T> {
  /** The latest response. It stays while the next request is under way, and if that one fails. */
  readonly data: ShallowRef<T>
  /** Why the latest request failed; null if it succeeded. */
  readonly error = shallowRef<string | null>(null)
  readonly #initial: T
  readonly #load: Load<T>
  #openRequest: AbortController | null = null

  /** @param initial the data before the first response */
  constructor(initial: T, load: Load<T>) {
    this.data = shallowRef(initial) as ShallowRef<T>
    this.#initial = initial
    this.#load = load
  }

  /** Fetches it again. An older request that is still open is cancelled, and its response dropped. */
  async refresh(): Promise<void> {
    this.cancel()
    const own = new AbortController()
    this.#openRequest = own
    try {
      const answer = await this.#load(own.signal)
      if (own.signal.aborted) return
      this.data.value = answer
      this.error.value = null
    } catch (failure) {
      if (!own.signal.aborted) this.error.value = errorText(failure)
    } finally {
      if (this.#openRequest === own) this.#openRequest = null
    }
  }

  /** Fetches it again unless a request is still open, so that frequent calls do not starve a slow server's response. */
  renew(): void {
    if (this.#openRequest === null) void this.refresh()
  }

  /** Goes back to the initial data; a request that is still open is cancelled. */
  reset(): void {
    this.cancel()
    this.data.value = this.#initial
    this.error.value = null
  }

  /** Cancels a request that is still open. */
  cancel(): void {
    this.#openRequest?.abort()
    this.#openRequest = null
  }
}

/** Creates a resource whose open request is cancelled when the scope ends. */
export function useResource<T>(initial: T, load: Load<T>): Resource<T> {
  const resource = new Resource(initial, load)
  onScopeDispose(() => resource.cancel())
  return resource
}
