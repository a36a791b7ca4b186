// SPDX-License-Identifier: Apache-2.0
// Not used by the core: an application that does not import it does not ship it.
import type { Prefetch } from './reload-options'
import type { BrowserWindow } from '../browser/browser-window'

/** The largest number of a page's modules that are fetched. */
const MOST = 50

/** Creates a prefetch of these addresses, which may be relative to the page. */
export function prefetchUrls(urls: readonly string[]): Prefetch {
  return (browser) => loadAll(browser, urls)
}

/** Creates a prefetch of the page itself and of at most 50 modules that it names or preloads. */
export function prefetchPage(): Prefetch {
  return async (browser) => {
    const url = browser.location.href.replace(/#.*/s, '')
    const html = await load(browser, url, { cache: 'no-cache' })
    await loadAll(browser, moduleUrls(html).slice(0, MOST))
  }
}

async function load(browser: BrowserWindow, url: string, init?: RequestInit): Promise<string> {
  const response = await browser.fetch(url, { credentials: 'same-origin', ...init })
  return response.text()
}

/** Fetches each address once. Anything that is not an HTTP address is left out. */
async function loadAll(browser: BrowserWindow, urls: readonly string[]): Promise<void> {
  const all = new Set(urls.map((url) => absolute(url, browser.location.href)))
  const web = [...all].filter((url) => url !== null && /^https?:/.test(url)) as string[]
  await Promise.allSettled(web.map((url) => load(browser, url)))
}

function absolute(url: string, base: string): string | null {
  try {
    return new URL(url, base).href
  } catch {
    return null
  }
}

/** Returns the addresses of an HTML page's `modulepreload` links and module scripts. */
export function moduleUrls(html: string): string[] {
  const urls: string[] = []
  for (const [tag] of html.matchAll(/<(?:link|script)\b[^>]*>/gi)) {
    const preload = /\brel\s*=\s*["']?[^"'>]*\bmodulepreload\b/i.test(tag)
    const script = /^<script/i.test(tag) && /\btype\s*=\s*["']?module\b/i.test(tag)
    const url = /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag)
    const found = url?.[1] ?? url?.[2] ?? url?.[3]
    if ((preload || script) && found !== undefined) urls.push(found.replaceAll('&amp;', '&'))
  }
  return urls
}
