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
}

/** Returns a filter that every tab passes. */
export function emptyFilter(): Filter {
  return { route: '', match: 'prefix', version: '', user: '', outdated: false }
}

/** Returns whether every tab passes. */
export function isEmpty(filter: Filter): boolean {
  return filter.route === '' && filter.version === '' && filter.user === '' && !filter.outdated
}

/** Returns the filter as a query for connections. */
export function queryOf(filter: Filter): ConnectionQuery {
  const { version, user, outdated } = filter
  return {
    ...routeOf(filter),
    ...(version === '' ? {} : { version }),
    ...(user === '' ? {} : { user }),
    ...(outdated ? { outdated } : {}),
  }
}

/** Returns the filter as the target of a command. */
export function targetOf(filter: Filter): Target {
  if (isEmpty(filter)) return 'all'
  const { version, user, outdated } = filter
  return {
    ...routeOf(filter),
    ...(version === '' ? {} : { versions: [version] }),
    ...(user === '' ? {} : { users: [user] }),
    ...(outdated ? { outdated } : {}),
  }
}

function routeOf({ route, match }: Filter): Pick<TargetFields, 'route' | 'match'> {
  return route === '' ? {} : { route, match }
}
