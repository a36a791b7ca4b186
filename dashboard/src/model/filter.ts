// SPDX-License-Identifier: Apache-2.0
import type { ConnectionQuery, Match, Target, TargetFields } from '../api/types'

/** The server accepts routes up to this length, in characters. */
export const MAX_ROUTE_LENGTH = 512

/** The form fields that say which tabs a person means. An empty field does not narrow. */
export interface Filter {
  route: string
  match: Match
  version: string
  user: string
  outdated: boolean
  /** The public id of one tab. */
  id: string
}

/** Returns a filter that every tab passes. */
export function emptyFilter(): Filter {
  return { route: '', match: 'prefix', version: '', user: '', outdated: false, id: '' }
}

/** Returns whether every tab passes. */
export function isEmpty(filter: Filter): boolean {
  return filter.route === '' && filter.version === '' && filter.user === '' && !filter.outdated && filter.id === ''
}

/** Returns the filter as a query for connections. */
export function queryOf(filter: Filter): ConnectionQuery {
  const { version, user, outdated, id } = filter
  return {
    ...routeOf(filter),
    ...(version === '' ? {} : { version }),
    ...(user === '' ? {} : { user }),
    ...(outdated ? { outdated } : {}),
    ...(id === '' ? {} : { id }),
  }
}

/**
 * Returns the filter as the target of a command.
 *
 * @param percent the share of these tabs to reach; null for all of them
 */
export function targetOf(filter: Filter, percent: number | null = null): Target {
  if (isEmpty(filter) && percent === null) return 'all'
  const { version, user, outdated, id } = filter
  return {
    ...routeOf(filter),
    ...(version === '' ? {} : { versions: [version] }),
    ...(user === '' ? {} : { users: [user] }),
    ...(outdated ? { outdated } : {}),
    ...(id === '' ? {} : { ids: [id] }),
    ...(percent === null ? {} : { percent }),
  }
}

/** Returns what is wrong with a share of tabs, in percent; null if the server takes it, or there is none. */
export function shareProblem(percent: number | null): string | null {
  return percent === null || (Number.isInteger(percent) && percent >= 1 && percent <= 100) ? null : `Share: ${percent} % (expected: a whole number from 1 to 100).`
}

function routeOf({ route, match }: Filter): Pick<TargetFields, 'route' | 'match'> {
  return route === '' ? {} : { route, match }
}
