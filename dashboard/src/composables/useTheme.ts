// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, shallowRef, watchEffect, type ShallowRef } from 'vue'
import { onAddressChange, readAddress, writeAddress } from './view/address'

/** Light or dark. */
export type Theme = 'light' | 'dark'

const KEY = 'rollcall:theme'

/** The name of the theme in the address. */
const NAME = 'theme'

/**
 * Returns the theme of the page and a function that changes it. The theme is the one in the address, or else the one chosen in
 * this browser, or else the system's. Choosing the system's theme makes it follow the system again.
 */
export function useTheme(): { readonly theme: Readonly<ShallowRef<Theme>>; toggle(): void } {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const system = (): Theme => (dark.matches ? 'dark' : 'light')
  const known = (): Theme => themeOf(readAddress().get(NAME)) ?? stored() ?? system()
  const theme = shallowRef<Theme>(known())
  const follow = (): void => void (theme.value = known())
  dark.addEventListener('change', follow)
  onScopeDispose(() => dark.removeEventListener('change', follow))
  onAddressChange(follow)
  // A copied address shows others what it shows here.
  writeAddress({ [NAME]: readAddress().get(NAME) ?? stored() })
  watchEffect(() => (document.documentElement.dataset['theme'] = theme.value))
  return {
    theme,
    toggle: () => {
      theme.value = theme.value === 'dark' ? 'light' : 'dark'
      const chosen = theme.value === system() ? null : theme.value
      store(chosen)
      writeAddress({ [NAME]: chosen })
    },
  }
}

function themeOf(text: string | null): Theme | null {
  return text === 'light' || text === 'dark' ? text : null
}

function stored(): Theme | null {
  try {
    return themeOf(localStorage.getItem(KEY))
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
