// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/**
 * Returns a function that runs a task once its calls have paused. Ends with the scope.
 *
 * @param millis the length of the pause, in milliseconds
 */
export function useDebounce(task: () => void, millis: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(task, millis)
  }
}
