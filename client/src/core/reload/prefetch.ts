// SPDX-License-Identifier: Apache-2.0
// Not part of the core: whoever does not use it does not ship it.
import type { Prefetch } from '../options'
import type { Page } from '../page'

/** So many files of a page are fetched at the most. */
const MOST = 50

/** Fetches these addresses, relative to the page, before a reload. */
export function prefetchUrls(urls: readonly string[]): Prefetch {
  return (page) => loadAll(page, urls)
}

/** Fetches the page itself, fresh, and the modules that it names or preloads (50 at the most), before a reload. */
export function prefetchPage(): Prefetch {
  return async (page) => {
    const url = page.location.href.replace(/#.*/s, '')
    const html = await load(page, url, { cache: 'no-cache' })
    await loadAll(page, moduleUrls(html).slice(0, MOST))
  }
}

async function load(page: Page, url: string, init?: RequestInit): Promise<string> {
  const answer = await page.fetch(url, { credentials: 'same-origin', ...init })
  return answer.text()
}

/** Fetches each address once; what is none, or leads to no web server, is left out. */
async function loadAll(page: Page, urls: readonly string[]): Promise<void> {
  const all = new Set(urls.map((url) => absolute(url, page.location.href)))
  const web = [...all].filter((url) => url !== null && /^https?:/.test(url)) as string[]
  await Promise.allSettled(web.map((url) => load(page, url)))
}

function absolute(url: string, base: string): string | null {
  try {
    return new URL(url, base).href
  } catch {
    return null
  }
}

/** The addresses of an HTML page's `modulepreload` links and module scripts. */
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
