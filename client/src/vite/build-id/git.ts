// SPDX-License-Identifier: Apache-2.0
// The commit that is checked out, asked of git itself.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'

/** A commit, and what the working tree has changed since. */
export interface Checkout {
  /** The full name of the commit. */
  readonly commit: string
  /** A short text that differs when the changes differ; empty when everything is committed. */
  readonly changes: string
}

/** Returns what is checked out in the repository around a folder; undefined without git, a repository or a commit. */
export function checkout(folder: string): Checkout | undefined {
  const commit = git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'])?.trim()
  if (!commit) return undefined
  // The whole repository counts: in a monorepo the application is also made of its neighbours.
  const top = git(folder, ['rev-parse', '--show-toplevel'])?.trim() || folder
  return { commit, changes: changes(top) }
}

/** Ignores files that git ignores, such as build output, and when a file was touched. */
function changes(top: string): string {
  const edited = git(top, ['diff', 'HEAD', '--binary', '--no-ext-diff', '--no-color']) ?? ''
  const added = git(top, ['ls-files', '--others', '--exclude-standard']) ?? ''
  if (edited === '' && added === '') return ''
  const contents = added === '' ? '' : (git(top, ['hash-object', '--stdin-paths'], added) ?? '')
  return createHash('sha256').update(`${edited}\0${added}\0${contents}`).digest('hex').slice(0, 8)
}

function git(folder: string, args: readonly string[], input = ''): string | undefined {
  try {
    return execFileSync('git', ['-c', 'core.quotePath=false', ...args], {
      cwd: folder,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: 30_000,
      maxBuffer: 1 << 30,
      windowsHide: true,
    })
  } catch {
    // No git, no repository, no commit yet, or a repository of another user: git cannot say which commit this is.
    return undefined
  }
}
