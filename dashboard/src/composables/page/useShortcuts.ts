// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

const KEY = 'rollcall:shortcuts'

/** What keys do, by the character that they type. */
export type Shortcuts = Readonly<Record<string, () => void>>

/**
 * Makes single keys do something until the scope ends, except while somebody types, with a modifier, or while a dialog is open.
 * People who use speech input need them off (WCAG 2.1.4); that choice is remembered in this browser.
 */
export function useShortcuts(shortcuts: Shortcuts): { readonly enabled: ShallowRef<boolean> } {
  const enabled = shallowRef(stored() !== 'off')
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key] : undefined
    if (act === undefined || !enabled.value || event.defaultPrevented || event.repeat || isOtherwiseMeant(event)) return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', onKeyDown)
  onScopeDispose(() => removeEventListener('keydown', onKeyDown))
  watch(enabled, store)
  return { enabled }
}

function isOtherwiseMeant({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable], dialog') !== null
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(enabled: boolean): void {
  try {
    if (enabled) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, 'off')
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
