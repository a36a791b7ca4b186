// SPDX-License-Identifier: Apache-2.0
import { tryTo, type BrowserWindow } from '../browser/browser-window'
import type { Stale } from '../state/rollcall-state'

/** The result of a look at the page. */
export interface Look {
  /** Why the page is not there now, for people: a status, or the address it redirects to; empty when it is there. */
  readonly missing: string
  /** How long the site asks the tab to stay away, in milliseconds; 0 when it does not, or names a date. */
  readonly after?: number
  /** Whether a cache in front of the site answered. */
  readonly cached?: boolean | undefined
}

/** Returns how the browser got this page; undefined if it does not say. */
function navigation({ performance }: BrowserWindow): PerformanceNavigationTiming | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
}

/**
 * Checks whether a page is there, as a reload would find it: a GET, without reading the body. It is there if the answer
 * is a success, or has the status that this page had itself (some sites answer 404 with their application), and if it
 * is not a page that exists only once (`about:`, `blob:`, `data:`). An application with its own scheme is not asked.
 *
 * @param url the page's address
 * @param strict whether a redirect to another path, such as a sign-in form, also means that it is not there
 * @param get requests the page; by default like any other address
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
    // A policy that forbids the look reports it after the failure, and must not prevent the reload.
    await new Promise((resolve) => browser.setTimeout(resolve))
    return { missing }
  }
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '')
}

/**
 * Reloads the page at the current address, keeping query, fragment and scroll position. Reloading a page that answered
 * a form would send the form again; giving the history entry its own address makes it a GET.
 */
export function reloadPage({ history, location }: BrowserWindow): void {
  const isGet = tryTo(() => (history.replaceState(history.state, '', location.href), true))
  if (isGet) location.reload()
  // Too many changes of the history just now, or a sandbox. Loads the address without its fragment, by GET.
  else location.replace(location.href.replace(/#.*/s, ''))
}

/**
 * Loads an address of this site, by GET, as a link does. An address that differs from the current one only in its
 * fragment would load nothing; so it becomes the current one and is reloaded.
 */
export function loadPage(browser: BrowserWindow, url: string): void {
  const { history, location } = browser
  const [to, from] = [url, location.href].map((address) => address.replace(/#.*/s, ''))
  if (to !== from) return location.assign(url)
  tryTo(() => history.replaceState(history.state, '', url))
  reloadPage(browser)
}

/** Returns where this page came from, if it is an old one. */
export function sourceOf(browser: BrowserWindow, cached?: boolean): Stale {
  const { workerStart, transferSize } = navigation(browser) ?? {}
  return workerStart ? 'service-worker' : cached ? 'cdn' : transferSize === 0 ? 'cache' : 'site'
}
