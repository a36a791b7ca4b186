// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, watchEffect, type ShallowRef } from 'vue'

/** Light or dark. */
export type Theme = 'light' | 'dark'

const KEY = 'rollcall:theme'

/**
 * Returns the theme of the page and a function that changes it. The theme follows the system until a person chooses the
 * other one in this browser; choosing the system's theme makes it follow the system again.
 */
export function useTheme(): { readonly theme: Readonly<ShallowRef<Theme>>; toggle(): void } {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const system = (): Theme => (dark.matches ? 'dark' : 'light')
  const theme = shallowRef<Theme>(stored() ?? system())
  const follow = (): void => void (theme.value = stored() ?? system())
  dark.addEventListener('change', follow)
  onScopeDispose(() => dark.removeEventListener('change', follow))
  watchEffect(() => (document.documentElement.dataset['theme'] = theme.value))
  return {
    theme,
    toggle: () => {
      theme.value = theme.value === 'dark' ? 'light' : 'dark'
      store(theme.value === system() ? null : theme.value)
    },
  }
}

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

function store(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
