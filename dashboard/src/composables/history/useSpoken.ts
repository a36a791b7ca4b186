// SPDX-License-Identifier: Apache-2.0
import { shallowRef, watch, type ShallowRef } from 'vue'

/** What a screen reader says about something that changes all the time. */
export interface Spoken<T> {
  readonly said: Readonly<ShallowRef<T>>
  /** To be called when the element gets the focus; `blur` when it loses it. */
  focus(): void
  blur(): void
  /** Says the current value, because the person has asked for it. */
  speak(): void
}

/**
 * Freezes the text while the element has the focus, because a screen reader would read out every change. Changes appear again
 * when the focus has left.
 */
export function useSpoken<T>(current: () => T): Spoken<T> {
  const said = shallowRef(current()) as ShallowRef<T>
  let focused = false
  const speak = (): void => void (said.value = current())
  watch(current, () => focused || speak())
  return {
    said,
    speak,
    focus: () => void (focused = true),
    blur: () => {
      focused = false
      speak()
    },
  }
}
