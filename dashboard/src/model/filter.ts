// SPDX-License-Identifier: Apache-2.0
import type { ConnectionQuery, Match, Target, TargetFields } from '../api/types'

/** Which tabs somebody asks for, as form fields; empty ones do not narrow. */
export interface Filter {
  route: string
  match: Match
  version: string
  user: string
  outdated: boolean
}

/** A filter that lets everything through. */
export function noFilter(): Filter {
  return { route: '', match: 'prefix', version: '', user: '', outdated: false }
}

/** Whether it narrows at all. */
export function isFiltered(filter: Filter): boolean {
  return filter.route !== '' || filter.version !== '' || filter.user !== '' || filter.outdated
}

/** The filter as a query for connections. */
export function queryOf(filter: Filter): ConnectionQuery {
  const { route, match, version, user, outdated } = filter
  return {
    ...(route === '' ? {} : { route, match }),
    ...(version === '' ? {} : { version }),
    ...(user === '' ? {} : { user }),
    ...(outdated ? { outdated } : {}),
  }
}

/** The filter as the target of a command. */
export function targetOf(filter: Filter): Target {
  if (!isFiltered(filter)) return 'all'
  const { route, match, version, user, outdated } = filter
  const fields: TargetFields = {
    ...(route === '' ? {} : { route, match }),
    ...(version === '' ? {} : { versions: [version] }),
    ...(user === '' ? {} : { users: [user] }),
    ...(outdated ? { outdated: true as const } : {}),
  }
  return fields
}
