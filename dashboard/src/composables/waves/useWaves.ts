// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, watch, type ShallowRef } from 'vue'
import type { Wave } from '../../api/waveTypes'
import { useDashboard } from '../useDashboard'

/** The time between two requests while a wave is running, in milliseconds. */
const RUNNING_MILLIS = 1_000

/** The same while none is, in milliseconds: somebody else may begin one. */
const IDLE_MILLIS = 10_000

/** The waves, the latest first. */
export interface UseWaves {
  readonly waves: Readonly<ShallowRef<readonly Wave[]>>
  /** Why the latest request failed; null when it did not. */
  readonly error: Readonly<ShallowRef<string | null>>
}

/** Follows the waves until the scope ends, as long as the page can be seen. */
export function useWaves(): UseWaves {
  const { waves } = useDashboard()
  const isRunning = computed(() => waves.data.value.some(({ state }) => state === 'running'))
  const look = (): void => void (document.visibilityState === 'visible' && waves.renew())

  let timer: ReturnType<typeof setInterval> | undefined
  const restart = (): void => {
    clearInterval(timer)
    timer = setInterval(look, isRunning.value ? RUNNING_MILLIS : IDLE_MILLIS)
  }
  watch(isRunning, restart, { immediate: true })
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })
  void waves.refresh()
  return { waves: waves.data, error: waves.error }
}
