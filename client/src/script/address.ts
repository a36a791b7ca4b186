// SPDX-License-Identifier: Apache-2.0

/** Returns the route that an address stands for: its path, or the path in its fragment (`#/a`, `#!/a`). */
export function routeOf({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>, isHashed: boolean): string {
  return isHashed ? hash.replace(/^#!?/, '') || '/' : pathname
}

/**
 * Calls the listener after each navigation within the document, whichever router makes it. Browsers without the
 * Navigation API (before Firefox 147 and Safari 26.2) do not report calls of `pushState`, so the function is wrapped
 * there.
 */
export function followAddress(window: Window, changed: () => void): void {
  const { navigation } = window as Window & { readonly navigation?: EventTarget }
  if (navigation) return navigation.addEventListener('currententrychange', changed)
  const { history } = window
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (this: History, ...entry: Parameters<History['pushState']>): void {
      original.apply(this, entry)
      changed()
    }
  }
  window.addEventListener('popstate', changed)
  window.addEventListener('hashchange', changed)
}
