// SPDX-License-Identifier: Apache-2.0
import type { Match } from '../../api/types'
import { emptyFilter, type Filter } from '../filter'
import type { PageName } from './pages'

/** The names of the periods that the chart can show, shortest first. */
export const RANGES = ['15m', '1h', '24h'] as const

/** A period that the chart can show. */
export type Range = (typeof RANGES)[number]

/** What a person has chosen to look at. It is in the page's address, so that a bookmark and a reload bring it back. */
export interface View {
  readonly filter: Filter
  range: Range
  /** The page of the connection list, from 0. */
  page: number
  /** The text that shown routes contain. */
  search: string
}

const MATCHES: readonly Match[] = ['prefix', 'exact', 'glob', 'regex']
const DEFAULT_RANGE: Range = '1h'
const MAX_PAGE = 1_000_000

/** Reads a view from an address. Missing or invalid parts have their defaults. */
export function readView(address: URLSearchParams): View {
  const text = (name: string): string => address.get(name) ?? ''
  const page = Number(text('page'))
  return {
    filter: {
      ...emptyFilter(),
      route: text('route'),
      match: MATCHES.find((match) => match === text('match')) ?? 'prefix',
      version: text('version'),
      user: text('user'),
      outdated: text('outdated') === '1',
      id: text('id'),
    },
    range: RANGES.find((range) => range === text('range')) ?? DEFAULT_RANGE,
    page: Number.isInteger(page) && page > 1 && page <= MAX_PAGE ? page - 1 : 0,
    search: text('search'),
  }
}

/** Returns the part of a view that a page shows, so that parts of other pages stay as they are. */
export function viewOf(page: PageName, view: View): Partial<View> {
  if (page === 'live') return { range: view.range, search: view.search }
  return page === 'tabs' ? { filter: view.filter, page: view.page } : {}
}

/** Returns the parts of a view for the address of a page; null for those that are the default or belong to another page. */
export function viewParameters(shown: PageName, view: View): Readonly<Record<string, string | null>> {
  const some = (value: string): string | null => (value === '' ? null : value)
  const { filter, page } = shown === 'tabs' ? view : { filter: emptyFilter(), page: 0 }
  const { range, search } = shown === 'live' ? view : { range: DEFAULT_RANGE, search: '' }
  return {
    route: some(filter.route),
    match: filter.route === '' || filter.match === 'prefix' ? null : filter.match,
    version: some(filter.version),
    user: some(filter.user),
    outdated: filter.outdated ? '1' : null,
    id: some(filter.id),
    range: range === DEFAULT_RANGE ? null : range,
    page: page === 0 ? null : String(page + 1),
    search: some(search),
  }
}
