// SPDX-License-Identifier: Apache-2.0

/** The pages of the dashboard, in the order of the navigation. The name is the one in the address. */
export const PAGES = [
  { name: 'live', title: 'Live', about: '' },
  { name: 'releases', title: 'Releases', about: 'Every version that was announced, and how tabs have moved to it.' },
  { name: 'tabs', title: 'Tabs', about: 'One row per open tab.' },
  { name: 'waves', title: 'Waves', about: 'Reload tabs at a pace, see what became of each, and abort.' },
  { name: 'audit', title: 'Audit', about: 'Who gave which command, and what it reached; who made or revoked which token.' },
  { name: 'access', title: 'Access', about: 'Tokens for pipelines and scripts.' },
] as const

/** A page, by the name that is in its address. */
export type PageName = (typeof PAGES)[number]['name']

/** The names that made an address show connections before the dashboard had pages. */
const FILTER_NAMES = ['route', 'version', 'user', 'outdated', 'id', 'page'] as const

/**
 * Returns the page that an address means. An address without a page is from before there were pages: it means the tabs if it
 * filters them.
 *
 * @param path the part between the `#/` and the question mark; empty if there is none
 */
export function pageOf(path: string, parameters: URLSearchParams): PageName {
  const found = PAGES.find(({ name }) => name === path)
  if (found !== undefined) return found.name
  return path === '' && FILTER_NAMES.some((name) => parameters.has(name)) ? 'tabs' : 'live'
}

/** Returns the title of a page and its purpose in a sentence, which is empty if that goes without saying. */
export function pageNamed(name: PageName): (typeof PAGES)[number] {
  return PAGES.find((page) => page.name === name) ?? PAGES[0]
}
