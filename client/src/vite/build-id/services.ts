// SPDX-License-Identifier: Apache-2.0
// The commit as build services name it. They often check out without a repository that git could look into.

/** Environment variables, in the order in which they are read, some with another one that must be set too. */
const VARIABLES: readonly (readonly [name: string, only?: string])[] = [
  ['GITHUB_SHA'],
  ['CI_COMMIT_SHA'],
  ['VERCEL_GIT_COMMIT_SHA'],
  ['CF_PAGES_COMMIT_SHA'],
  // Other programs use this name as well.
  ['COMMIT_REF', 'NETLIFY'],
  ['BITBUCKET_COMMIT'],
]

/** Returns the commit that a build service says it builds; undefined when none does. */
export function commitOfService(env: NodeJS.ProcessEnv): string | undefined {
  const found = VARIABLES.find(([name, only]) => isCommit(env[name]) && (only === undefined || env[only] !== undefined))
  return found === undefined ? undefined : env[found[0]]
}

/** A branch, or an empty variable, is not the name of a build. */
function isCommit(value: string | undefined): boolean {
  return value !== undefined && /^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(value)
}
