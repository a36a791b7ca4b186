// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/**
 * Returns a function that runs a task at most once per interval. The first call runs it at once; later calls within the
 * interval are merged into one run at its end. Ends with the scope.
 *
 * @param millis the length of the interval, in milliseconds
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
