// SPDX-License-Identifier: Apache-2.0
// The rules of the source folder: which folder imports which, and how large things may be.
import { describe, expect, it } from 'vitest'
import browser from '../tsdown.config'
import node from '../tsdown.node.config'
import script from '../tsdown.script.config'
import { circleIn, folderOf, longFunctionsIn, parse, parseFolder, unreachedIn } from './source/modules'

const MOST_FILES_A_FOLDER = 12
const MOST_LINES_A_FUNCTION = 30

/** The folders and packages that each folder may import, besides itself. The folders of the core are ordered. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'core/browser': [],
  'core/protocol': ['core/browser'],
  'core/state': ['core/browser', 'core/protocol'],
  'core/transports': ['core/browser', 'core/protocol', 'core/state'],
  'core/connection': ['core/browser', 'core/protocol', 'core/state', 'core/transports'],
  'core/reload': ['core/browser', 'core/protocol', 'core/state'],
  'core/stats': ['core/browser', 'core/protocol', 'core/state'],
  'core/client': [
    'core/browser', 'core/protocol', 'core/state', 'core/transports', 'core/connection', 'core/reload', 'core/stats',
  ],
  script: ['', 'adapters', 'script/prompt'],
  'script/prompt': ['adapters'],
  adapters: ['adapters', 'core/client', 'core/protocol', 'core/state'],
  extras: ['core/browser', 'core/client', 'core/reload'],
  vue: ['core/client', 'core/state', 'adapters', 'extras', 'vue'],
  react: ['core/client', 'core/state', 'adapters', 'react'],
  svelte: ['core/client', 'core/state', 'adapters'],
  // Shares nothing with the rest, so that a page that only marks requests loads nothing else.
  requests: [],
  inject: ['core/client', 'adapters', 'extras', 'script', 'script/prompt'],
  // What runs in Node shares nothing with what runs in a browser.
  'vite/build-id': ['node:child_process', 'node:crypto'],
  'vite/stand-in': ['node:crypto', 'node:http', 'node:stream'],
  vite: ['vite/build-id', 'vite/stand-in', 'node:fs', 'node:http', 'node:path', 'node:stream', 'vite'],
  cli: ['vite/build-id', 'node:fs', 'node:path', 'node:util'],
  '': ['core/browser', 'core/client', 'core/protocol', 'core/reload', 'core/state', 'adapters', 'extras'],
}

const modules = parseFolder(new URL('../src/', import.meta.url))
const names = new Set(modules.map(({ name }) => name))
const folders = new Map(Object.keys(ALLOWED).map((folder) => [folder, [] as string[]]))
for (const { name } of modules) folders.get(folderOf(name))?.push(name)

describe('imports', () => {
  it('every folder has rules, and every rule a folder', () => {
    expect(new Set(modules.map(({ name }) => folderOf(name)))).toEqual(new Set(Object.keys(ALLOWED)))
  })

  it.each(Object.entries(ALLOWED))('%j imports only what it may', (folder, others) => {
    for (const { name, imports } of modules.filter(({ name }) => folderOf(name) === folder)) {
      const targets = imports.map((target) => (names.has(target) ? folderOf(target) : target))
      expect([folder, ...others], name).toEqual(expect.arrayContaining(targets))
    }
  })

  it('reach every file from an entry of the package', () => {
    const entries = [browser, node, script].flatMap(({ entry }) => Object.values(entry as Record<string, string>))
    expect(unreachedIn(modules, entries.map((file) => file.replace(/^src\/|\.ts$/g, '')))).toEqual([])
  })

  it('form no circle, not even of types', () => expect(circleIn(modules)).toEqual([]))
})

describe('sizes', () => {
  it.each([...folders])(`%j has at most ${MOST_FILES_A_FOLDER} files`, (_, files) => {
    expect(files.length).toBeLessThanOrEqual(MOST_FILES_A_FOLDER)
  })

  it(`no function has a body of more than ${MOST_LINES_A_FUNCTION} lines`, () => {
    expect(modules.flatMap((module) => longFunctionsIn(module, MOST_LINES_A_FUNCTION))).toEqual([])
  })
})

describe('these rules', () => {
  it('notice a circle, also of types', () => {
    const circle = [
      parse('a', "import { b } from './b'"),
      parse('b', "export * from './x/c'"),
      parse('x/c', "import type { A } from '../a'"),
    ]
    expect(circleIn(circle)).toEqual(['a', 'b', 'x/c', 'a'])
    expect(circleIn(circle.slice(1))).toEqual([])
  })

  it('notice a file that nothing imports', () => {
    const files = [parse('index', "import('./a')"), parse('a', ''), parse('left', "import './a'")]
    expect(unreachedIn(files, ['index'])).toEqual(['left'])
  })

  it('notice a long function, a closure, a method and an expression', () => {
    const body = (lines: number): string => `{${'\n;'.repeat(lines)}\n}`
    const text = `function f() ${body(3)}
      const g = () => ${body(3)}
      class C { m() ${body(3)} }
      const h = () =>\n[\n1,\n]
      const ok = () => ${body(2)}`
    expect(longFunctionsIn(parse('x', text), 2)).toEqual(['x:1 f (3)', 'x:6 g (3)', 'x:11 m (3)', 'x:16 h (3)'])
  })
})
