// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBuildId, givenBuildId } from '../../src/vite/build-id/build-id'
import { commit, file, folder, git, repository } from './folders'

const SHA = '0123456789abcdef0123456789abcdef01234567'
const idOf = (path: string, env: NodeJS.ProcessEnv = {}): string => findBuildId({ folder: path, env }).id

describe('a build service', () => {
  it.each(['GITHUB_SHA', 'CI_COMMIT_SHA', 'VERCEL_GIT_COMMIT_SHA', 'CF_PAGES_COMMIT_SHA', 'BITBUCKET_COMMIT'])(
    'names the commit in %s, whatever git says',
    (name) => {
      expect(findBuildId({ folder: repository(), env: { [name]: SHA } })).toEqual({ id: '0123456789ab', repeatable: true })
    },
  )

  it('of Netlify names it in COMMIT_REF, which counts nowhere else', () => {
    expect(idOf(folder(), { COMMIT_REF: SHA, NETLIFY: 'true' })).toBe('0123456789ab')
    expect(idOf(folder(), { COMMIT_REF: SHA })).not.toBe('0123456789ab')
  })

  it.each(['', 'main', 'HEAD', SHA.slice(1)])('that says %j names no commit', (value) => {
    const path = repository()
    expect(idOf(path, { GITHUB_SHA: value })).toBe(git(path, 'rev-parse', 'HEAD').slice(0, 12))
  })
})

describe('a repository', () => {
  it('gives the commit, the same for a part of a monorepo and in a shallow clone', () => {
    const path = repository({ 'apps/shop/main.js': '1', 'packages/ui/index.js': '2' })
    const id = commit(path).slice(0, 12)
    const clone = folder()
    git(clone, 'clone', '--quiet', '--depth=1', `file://${path}`, 'shallow')
    expect([path, join(path, 'apps/shop'), join(clone, 'shallow')].map((each) => idOf(each))).toEqual([id, id, id])
    expect(findBuildId({ folder: path, env: {} }).repeatable).toBe(true)
  })

  it('with changes gives a suffix that differs from change to change, and not from run to run', () => {
    const path = repository({ 'apps/shop/main.js': '1', 'packages/ui/index.js': '2' })
    const shop = join(path, 'apps/shop')
    const ids = ['3', '4'].map((text) => (file(path, 'packages/ui/index.js', text), [idOf(shop), idOf(shop)]))
    const flat = ids.flat()
    for (const id of flat) expect(id).toMatch(/^[0-9a-f]{12}-dirty-[0-9a-f]{8}$/)
    expect(flat[0]).toBe(flat[1])
    expect(flat[2]).toBe(flat[3])
    expect(flat[0]).not.toBe(flat[2])
    expect(findBuildId({ folder: shop, env: {} }).repeatable).toBe(false)
  })

  it('counts new files by their contents, and nothing that it ignores', () => {
    const path = repository({ 'main.js': '1', '.gitignore': 'dist\n' })
    const clean = idOf(path)
    file(path, 'dist/app.js', '1')
    expect(idOf(path)).toBe(clean)
    file(path, 'ü new.js', '1')
    const one = idOf(path)
    file(path, 'ü new.js', '2')
    expect(new Set([clean, one, idOf(path)]).size).toBe(3)
  })

  it('without a commit, or no repository at all, gives the time and random characters', () => {
    const empty = folder()
    git(empty, 'init', '--quiet')
    for (const path of [empty, folder()]) {
      const [one, other] = [1, 2].map(() => findBuildId({ folder: path, env: {}, now: new Date('2026-11-29T00:45:12.345Z') }))
      expect(one?.id).toMatch(/^20261129-004512-[0-9a-f]{6}$/)
      expect(one?.id).not.toBe(other?.id)
      expect(one?.repeatable).toBe(false)
    }
  })

  it('does not matter where git is missing', () => {
    const path = process.env['PATH']
    try {
      process.env['PATH'] = folder()
      expect(idOf(repositoryPath)).toMatch(/^\d{8}-\d{6}-/)
    } finally {
      process.env['PATH'] = path
    }
  })
})

const repositoryPath = repository()

describe('a given id', () => {
  it.each(['1.10', 'build 7', 'ü'.repeat(128), ' v1\n'])('%j fits', (id) => expect(givenBuildId(id)).toBe(id.trim()))

  it.each(['', '  ', 'a\nb', 'x'.repeat(129), undefined, 7])('%j does not', (id) => {
    expect(() => givenBuildId(id as string)).toThrow('expected: 1 to 128 printable characters')
  })
})
