// SPDX-License-Identifier: Apache-2.0
import { now, type BrowserWindow } from '../core/browser/browser-window'

/** A navigation within the page that has not failed this long after the click has succeeded, in milliseconds. */
const CLICK_MILLIS = 10_000

/** Knows where the person is going. */
export interface Heading {
  /** Returns the address that a navigation leads to now; null when none is under way. */
  get(): string | null
  /** Takes the address that a router names; null when the navigation is over. */
  set(url: string | null): void
}

/**
 * Follows where the person goes: to the link that they click, or through the tab's history. That is forgotten after 10
 * s, and when the person types. What a router says takes precedence.
 *
 * @param signal ends this
 */
export function createHeading(browser: BrowserWindow, signal: AbortSignal): Heading {
  const { document } = browser
  let named: string | null = null
  let clicked: string | null = null
  let at = 0
  const went = (url: string | null): void => {
    clicked = url
    at = now(browser)
  }
  document.addEventListener('click', (event) => went(linkOf(event)), { signal, capture: true })
  document.addEventListener('input', () => went(null), { signal, capture: true })
  browser.addEventListener('popstate', () => went(browser.location.href), { signal })
  return {
    get: () => named ?? (now(browser) - at < CLICK_MILLIS ? clicked : null),
    set: (url) => {
      named = url
      // A router that has arrived knows better than the click.
      if (url === null) clicked = null
    },
  }
}

/** Returns the address of the link that a click follows in this tab; null if there is none. */
function linkOf(event: MouseEvent): string | null {
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event
  if (button || ctrlKey || metaKey || shiftKey || altKey) return null
  const [origin] = event.composedPath() as readonly (EventTarget & Partial<Element>)[]
  const link = origin?.closest?.('a[href]') as HTMLAnchorElement | null | undefined
  return link && !link.hasAttribute('download') && /^(_self)?$/.test(link.target) ? link.href : null
}
