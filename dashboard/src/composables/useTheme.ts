// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, watchEffect, type ShallowRef } from 'vue'

/** What it looks like. */
export type Theme = 'light' | 'dark'

const KEY = 'rollcall:theme'

/** Follows the system, unless somebody chose otherwise here. Choosing what the system has follows it again. */
export function useTheme(): { readonly theme: Readonly<ShallowRef<Theme>>; toggle(): void } {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const system = (): Theme => (dark.matches ? 'dark' : 'light')
  const theme = shallowRef<Theme>(chosen() ?? system())
  const follow = (): void => void (theme.value = chosen() ?? system())
  dark.addEventListener('change', follow)
  onScopeDispose(() => dark.removeEventListener('change', follow))
  watchEffect(() => (document.documentElement.dataset['theme'] = theme.value))
  return {
    theme,
    toggle: () => {
      theme.value = theme.value === 'dark' ? 'light' : 'dark'
      choose(theme.value === system() ? null : theme.value)
    },
  }
}

function chosen(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

function choose(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
