// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/**
 * The function, once calls have paused for that time. Ends with the scope.
 *
 * @param millis the pause, in milliseconds
 */
export function useDebounce(task: () => void, millis: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(task, millis)
  }
}
