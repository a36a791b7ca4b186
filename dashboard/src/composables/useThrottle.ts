// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/**
 * The function, at most once in that time: the first call goes through at once, later ones are put together into one at
 * the end. Ends with the scope.
 *
 * @param millis the time between two calls, in milliseconds
 */
export function useThrottle(task: () => void, millis: number): () => void {
  let last = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = (): void => {
    timer = undefined
    last = performance.now()
    task()
  }
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    if (timer !== undefined) return
    const wait = last + millis - performance.now()
    if (wait <= 0) run()
    else timer = setTimeout(run, wait)
  }
}
