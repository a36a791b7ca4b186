// SPDX-License-Identifier: Apache-2.0
import type { Match, Target, TargetFields } from '../api/types'

const routePhrases: Readonly<Record<Match, string>> = {
  prefix: 'on routes that begin with',
  exact: 'on the route',
  glob: 'on routes that match the glob',
  regex: 'on routes that match the regular expression',
}

/** Describes which tabs a target means: `all open tabs`, or for example `tabs on the route /cart, on version v1`. */
export function describeTarget(target: Target): string {
  if (target === 'all') return 'all open tabs'
  const { percent } = target
  const described = phrases(target)
  const which = described.length === 0 ? 'all open tabs' : `tabs ${described.join(', ')}`
  return percent === undefined ? which : `${percent} % of ${which === 'all open tabs' ? which : `the ${which}`}`
}

function phrases({ route, match = 'prefix', versions, users, outdated, ids }: TargetFields): readonly string[] {
  return [
    ...(route === undefined ? [] : [`${routePhrases[match]} ${route}`]),
    ...(versions === undefined ? [] : [`on version ${alternatives(versions)}`]),
    ...(users === undefined ? [] : [`of user ${alternatives(users)}`]),
    ...(outdated === undefined ? [] : ['on an outdated version']),
    ...(ids === undefined ? [] : [`with the id ${alternatives(ids)}`]),
  ]
}

function alternatives(names: readonly string[]): string {
  return names.join(' or ')
}
