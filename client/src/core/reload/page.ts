// SPDX-License-Identifier: Apache-2.0
import { tryTo, type BrowserWindow } from '../browser/browser-window'
import type { Stale } from '../state/rollcall-state'

/** What a look at the page has found. */
export interface Look {
  /** Why the page is not there now, for people: a status, or the address that it leads to; empty when it is. */
  readonly missing: string
  /** How long the site asks to stay away, in milliseconds; 0 when it does not, or says it with a date. */
  readonly after?: number
  /** Whether a cache in front of the site has answered. */
  readonly cached?: boolean | undefined
}

/** Returns how the browser got this page; undefined where it does not say. */
function navigation({ performance }: BrowserWindow): PerformanceNavigationTiming | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
}

/**
 * Looks whether a page is there, as a reload would find it: a GET, without the page's body. It is there when it is answered
 * with success, or with the status that this page had itself (some sites answer 404 with their application), and is not one
 * of those that exist only once (`about:`, `blob:`, `data:`). An application with a scheme of its own is not asked.
 *
 * @param url the page's address
 * @param strict whether a redirect to another path also means that it is not there: to a form for signing in, say
 * @param get requests the page; by default as any other address
 */
export async function lookAt(
  browser: BrowserWindow,
  url: string,
  strict: boolean,
  get = (browser: BrowserWindow, url: string, init: RequestInit): Promise<Response> => browser.fetch(url, init),
): Promise<Look> {
  const page = new URL(url)
  if (!/^http/.test(url)) return { missing: /^\w+:\/\//.test(url) ? '' : page.protocol }
  page.username = page.password = ''
  let missing = 'no answer'
  browser.document.addEventListener('securitypolicyviolation', () => (missing = ''), { once: true })
  const redirect = strict ? 'follow' : 'manual'
  try {
    const response = await get(browser, page.href, { cache: 'no-store', redirect, headers: { accept: 'text/html' } })
    const { headers, ok, redirected, status, type } = response
    void response.body?.cancel()
    const isMoved = redirected && pathOf(response.url) !== pathOf(url)
    const isThere = ok || type === 'opaqueredirect' || status === navigation(browser)?.responseStatus
    missing = isMoved ? response.url : isThere ? '' : `status ${status}`
    return { missing, after: Number(headers.get('retry-after')) * 1_000 || 0, cached: headers.get('age')! > '0' }
  } catch {
    // A policy that forbids the look says so after the failure, and must not forbid the reload.
    await new Promise((resolve) => browser.setTimeout(resolve))
    return { missing }
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '')
}

/**
 * Loads the page of the present address anew, with query, fragment and scroll position. A page that is the answer to a form
 * would be requested by sending the form again; giving the history entry its own address makes that a GET.
 */
export function reloadPage({ history, location }: BrowserWindow): void {
  const isGet = tryTo(() => (history.replaceState(history.state, '', location.href), true))
  if (isGet) location.reload()
  // Too many changes of the history just now, or a sandbox. An address without a fragment is loaded, by GET.
  else location.replace(location.href.replace(/#.*/s, ''))
}

/**
 * Loads an address of this site, by GET, as a link does. Where it differs from the present one only by its fragment, nothing
 * would be loaded; so it becomes the present one and is loaded anew.
 */
export function loadPage(browser: BrowserWindow, url: string): void {
  const { history, location } = browser
  const [to, from] = [url, location.href].map((address) => address.replace(/#.*/s, ''))
  if (to !== from) return location.assign(url)
  tryTo(() => history.replaceState(history.state, '', url))
  reloadPage(browser)
}

/** Returns what this page came from, when it is an old one. */
export function sourceOf(browser: BrowserWindow, cached?: boolean): Stale {
  const { workerStart, transferSize } = navigation(browser) ?? {}
  return workerStart ? 'service-worker' : cached ? 'cdn' : transferSize === 0 ? 'cache' : 'site'
}
