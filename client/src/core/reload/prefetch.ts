// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../environment'

/** A reload waits no longer than this for the new build, in milliseconds. */
const LONGEST_MILLIS = 10_000

/** So many files of a page are fetched at the most. */
const MOST = 50

/**
 * Fetches the new build, so that the reload finds it in the browser's cache. Never fails: what cannot be fetched now will be
 * by the reload itself.
 *
 * @param what addresses, relative to the page; or `page`: the page itself, fresh, and the modules that it names
 */
export async function prefetch(environment: Environment, what: readonly string[] | 'page'): Promise<void> {
  const abort = new AbortController()
  let cancel = (): void => {}
  const timeout = new Promise<void>((resolve) => {
    cancel = environment.after(LONGEST_MILLIS, resolve)
  })
  const work = async (): Promise<void> => {
    const urls = what === 'page' ? await modulesOfPage(environment, abort.signal) : resolve(environment, what)
    await Promise.allSettled(urls.map((url) => load(environment, url, 'default', abort.signal)))
  }
  await Promise.race([work().catch(() => {}), timeout])
  cancel()
  abort.abort()
}

async function load(
  environment: Environment,
  url: string,
  cache: RequestCache,
  signal: AbortSignal,
): Promise<string> {
  const answer = await environment.fetch(url, { cache, credentials: 'same-origin', signal })
  return answer.text()
}

async function modulesOfPage(environment: Environment, signal: AbortSignal): Promise<string[]> {
  const page = environment.href()
  if (page === null) return []
  const html = await load(environment, page.replace(/#.*/s, ''), 'no-cache', signal)
  return resolve(environment, moduleUrls(html)).slice(0, MOST)
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

/** Absolute addresses, each once; what is none, or leads to no web server, is left out. */
function resolve(environment: Environment, urls: readonly string[]): string[] {
  const base = environment.href() ?? undefined
  const all = urls.flatMap((url) => (URL.canParse(url, base) ? [new URL(url, base)] : []))
  return [...new Set(all.filter(({ protocol }) => /^https?:$/.test(protocol)).map(({ href }) => href))]
}
