// SPDX-License-Identifier: Apache-2.0

/** The name under which the server counts routes when there are too many to name. */
export const OTHER_ROUTES = '(other)'

/** A route and the number of tabs on it. */
export interface RouteCount {
  readonly route: string
  readonly count: number
}

/** Returns the routes that contain a text, ignoring case, busiest first. */
export function busiestRoutes(routes: Readonly<Record<string, number>>, search: string): readonly RouteCount[] {
  const wanted = search.toLowerCase()
  return Object.entries(routes)
    .filter(([route]) => route.toLowerCase().includes(wanted))
    .map(([route, count]) => ({ route, count }))
    .sort((a, b) => b.count - a.count || (a.route < b.route ? -1 : 1))
}
