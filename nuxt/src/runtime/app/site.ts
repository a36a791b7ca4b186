// SPDX-License-Identifier: Apache-2.0
// What the site itself says about its builds.
import type { NuxtApp } from 'nuxt/app'
import { fileName } from '../shared'

/** Returns the build that the site serves, if it is not the given one; null if it is, or is unknown. */
export async function servedVersion(nuxtApp: NuxtApp, own: string): Promise<string | null> {
  const version = await served(nuxtApp)
  return version === own ? null : version
}

/**
 * Returns which of this page's chunks a build does not have. Also empty while the site does not serve that build yet, because
 * nothing is missing then.
 */
export async function outdatedChunks(nuxtApp: NuxtApp, version: string): Promise<string[]> {
  if ((await served(nuxtApp)) !== version) return []
  const { buildAssetsDir, cdnURL } = nuxtApp.$config.app
  const folder = `${buildAssetsDir.replace(/^\/|\/$/g, '')}/`
  const there = await json(siteUrl(nuxtApp, `${folder}builds/chunks/${fileName(version)}.json`))
  if (!Array.isArray(there)) return []
  const base = new URL(cdnURL ? `${cdnURL.replace(/\/?$/, '/')}${folder}` : siteUrl(nuxtApp, folder), location.href).href
  return missing(loadedBelow(base), there)
}

/** Returns the chunks that are not in a list. */
export function missing(chunks: readonly string[], there: readonly unknown[]): string[] {
  const names = new Set(there)
  return [...new Set(chunks)].filter((name) => !names.has(name))
}

function loadedBelow(base: string): string[] {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name.split(/[?#]/)[0] ?? '')
  return loaded.filter((name) => name.startsWith(base) && /\.(m?js|css)$/.test(name)).map((name) => name.slice(base.length))
}

async function served(nuxtApp: NuxtApp): Promise<string | null> {
  const found = (await json(siteUrl(nuxtApp, 'version.json'))) as { readonly version?: unknown } | null
  return typeof found?.version === 'string' ? found.version : null
}

function siteUrl(nuxtApp: NuxtApp, path: string): string {
  return nuxtApp.$config.app.baseURL.replace(/\/?$/, '/') + path
}

async function json(url: string): Promise<unknown> {
  if (import.meta.server) return null
  try {
    const response = await fetch(url, { cache: 'no-store' })
    return response.ok && /json/.test(response.headers.get('content-type') ?? '') ? ((await response.json()) as unknown) : null
  } catch {
    return null
  }
}
