// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'

/** The time between two sortings, in milliseconds. */
const SORT_MILLIS = 10_000

/** A list that keeps its order for a while. */
export interface CalmOrder<T> {
  readonly items: ComputedRef<readonly T[]>
  /** Whether somebody is reading the list: the pointer is on it, or the focus in it. Nothing moves then. */
  readonly isRead: Readonly<ShallowRef<boolean>>
  /** The listeners that notice it, for `v-on` on the list. */
  readonly reading: Readonly<Record<'pointerenter' | 'pointerleave' | 'focusin' | 'focusout', (event: Event) => void>>
}

/**
 * Keeps the rows of a sorted list in their places while their figures change. They are sorted again every 10 seconds, unless
 * somebody is reading. Until then, new rows come last.
 *
 * @param sorted the list in its proper order
 * @param question what the list answers, such as a search text; another one is sorted at once
 */
export function useCalmOrder<T>(sorted: () => readonly T[], keyOf: (item: T) => string, question: () => string = () => ''): CalmOrder<T> {
  const places = shallowRef<ReadonlyMap<string, number>>(new Map())
  const { isRead, reading } = useReading()
  const settle = (): void => void (places.value = new Map(sorted().map((item, index) => [keyOf(item), index])))

  const timer = setInterval(() => isRead.value || settle(), SORT_MILLIS)
  onScopeDispose(() => clearInterval(timer))
  watch([question, () => sorted().length === 0], settle, { immediate: true, flush: 'sync' })

  const items = computed(() => {
    const place = (item: T): number => places.value.get(keyOf(item)) ?? Infinity
    // Stable, so that new rows keep their order among themselves. Subtracting two infinities gives NaN.
    return [...sorted()].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
  })
  return { items, isRead, reading }
}

function useReading(): Pick<CalmOrder<unknown>, 'isRead' | 'reading'> {
  const pointed = shallowRef(false)
  const focused = shallowRef(false)
  return {
    isRead: computed(() => pointed.value || focused.value),
    reading: {
      pointerenter: () => void (pointed.value = true),
      pointerleave: () => void (pointed.value = false),
      focusin: () => void (focused.value = true),
      focusout: () => void (focused.value = false),
    },
  }
}
