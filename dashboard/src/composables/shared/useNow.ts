// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/**
 * Returns the browser's time, in milliseconds since the epoch, until the scope ends.
 *
 * @param everyMillis the time between two updates, in milliseconds
 */
export function useNow(everyMillis: number): Readonly<ShallowRef<number>> {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMillis)
  onScopeDispose(() => clearInterval(timer))
  return now
}
