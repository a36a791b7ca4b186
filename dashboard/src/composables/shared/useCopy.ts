// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** How long to say that something was copied, in milliseconds. */
const SAID_MILLIS = 2_000

/** Returns a function that copies a text, and whether it has just worked; null if nothing was copied lately. */
export function useCopy(): { readonly copied: Readonly<ShallowRef<boolean | null>>; copy(text: string): Promise<void> } {
  const copied = shallowRef<boolean | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  async function copy(text: string): Promise<void> {
    copied.value = await written(text)
    clearTimeout(timer)
    timer = setTimeout(() => (copied.value = null), SAID_MILLIS)
  }
  return { copied, copy }
}

/** The clipboard exists only on pages that came over HTTPS or from this machine; elsewhere a selection is copied. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedBySelection(text)
  }
}

function copiedBySelection(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  // Inside an open dialog, because nothing outside can be selected then.
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return done
}
