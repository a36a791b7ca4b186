// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, type ComputedRef, type ShallowRef } from 'vue'
import type { Wave } from '../../api/waveTypes'
import type { Resource } from '../shared/useResource'
import { useDashboard } from '../useDashboard'

/** How long to wait after a request that failed, in milliseconds. */
const PAUSE_MILLIS = 5_000

/** The waves, the latest first. */
export interface UseWaves {
  readonly waves: ComputedRef<readonly Wave[]>
  /** Why the latest request failed; null if it succeeded. */
  readonly error: Readonly<ShallowRef<string | null>>
}

/** Follows the waves until the scope ends, as long as the page can be seen. */
export function useWaves(): UseWaves {
  const { waves } = useDashboard()
  const follower = new Follower(waves)
  const look = (): void => void (document.visibilityState === 'visible' && follower.follow())
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', look)
    follower.end()
  })
  void follower.follow()
  return { waves: computed(() => waves.data.value?.commands ?? []), error: waves.error }
}

/** Asks again after each answer, which the server holds back until there is something new. */
class Follower {
  readonly #resource: Resource<unknown>
  #following = false
  #ended = false

  constructor(resource: Resource<unknown>) {
    this.#resource = resource
  }

  /**
   * Asks once, and again as long as the page can be seen: a page that nobody sees holds no connection for long. Does nothing if
   * it is already following.
   */
  async follow(): Promise<void> {
    if (this.#following) return
    this.#following = true
    do {
      await this.#resource.refresh()
      if (this.#resource.error.value !== null) await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS))
    } while (!this.#ended && document.visibilityState === 'visible')
    this.#following = false
  }

  end(): void {
    this.#ended = true
    this.#resource.cancel()
  }
}
