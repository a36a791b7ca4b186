// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'

/** How many samples Page Up and Page Down move. */
const PAGE = 10

/** How many samples a key moves to the right (ARIA Authoring Practices, slider). */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -PAGE,
  PageUp: PAGE,
  Home: -Infinity,
  End: Infinity,
  Escape: Infinity,
}

/** The sample that is read. */
export interface ChartCursor {
  /** The sample of the keyboard; null while it is at the latest one. */
  readonly key: Readonly<ShallowRef<number | null>>
  /** The sample of the mouse; null while it is elsewhere. */
  readonly mouse: ShallowRef<number | null>
  /** The sample to show: the keyboard's, else the mouse's, else the latest; -1 if there is none. */
  readonly index: ComputedRef<number>
  /** Moves by a key; returns whether the key means something here. */
  press(key: string): boolean
  /** Goes back to the latest sample. */
  reset(): void
}

/** @param moments the times of the samples. The one being read stays while others come and go */
export function useChartCursor(moments: () => readonly number[]): ChartCursor {
  /** A time, not an index: samples leave on the left. */
  const at = shallowRef<number | null>(null)
  const mouse = shallowRef<number | null>(null)
  const last = computed(() => moments().length - 1)
  const key = computed(() => {
    const wanted = at.value
    if (wanted === null) return null
    const found = moments().findIndex((moment) => moment >= wanted)
    return found < 0 ? null : found
  })
  return {
    key,
    mouse,
    index: computed(() => key.value ?? mouse.value ?? last.value),
    press: (name) => {
      const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined
      if (step === undefined || last.value < 0) return false
      const next = Math.max(0, (key.value ?? last.value) + step)
      at.value = next >= last.value ? null : (moments()[next] ?? null)
      return true
    },
    reset: () => void (at.value = null),
  }
}
