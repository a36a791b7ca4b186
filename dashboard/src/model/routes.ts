// SPDX-License-Identifier: Apache-2.0

/** One route and how many tabs are on it. */
export interface RouteCount {
  readonly route: string
  readonly count: number
}

/** The routes that have that text in them, in any case, busiest first. */
export function busiest(routes: Readonly<Record<string, number>>, search: string): readonly RouteCount[] {
  const wanted = search.toLowerCase()
  return Object.entries(routes)
    .filter(([route]) => route.toLowerCase().includes(wanted))
    .map(([route, count]) => ({ route, count }))
    .sort((a, b) => b.count - a.count || (a.route < b.route ? -1 : 1))
}
