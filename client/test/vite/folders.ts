// SPDX-License-Identifier: Apache-2.0
// Separate folders for tests of builds, with or without a repository.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Makes a folder with these files. It is in no repository, even if the folder for temporary files is. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'rollcall-')))
  made.push(path)
  for (const [name, text] of Object.entries(files)) file(path, name, text)
  return path
}

/** Writes a file. */
export function file(path: string, name: string, text: string): void {
  mkdirSync(dirname(join(path, name)), { recursive: true })
  writeFileSync(join(path, name), text)
}

/** Makes a repository with these files, all of them committed. */
export function repository(files: Readonly<Record<string, string>> = { 'main.js': '1' }): string {
  const path = folder(files)
  git(path, 'init', '--quiet')
  commit(path)
  return path
}

/** Commits everything and returns the name of the commit. */
export function commit(path: string): string {
  git(path, 'add', '--all')
  git(path, '-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--allow-empty', '--message=test')
  return git(path, 'rev-parse', 'HEAD').trim()
}

/** Runs git. */
export function git(path: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}
