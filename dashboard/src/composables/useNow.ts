// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** The time, renewed so often, in milliseconds. */
export function useNow(everyMillis: number): Readonly<ShallowRef<number>> {
  const now = shallowRef(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMillis)
  onScopeDispose(() => clearInterval(timer))
  return now
}
