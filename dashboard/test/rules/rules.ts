// SPDX-License-Identifier: Apache-2.0
// The rules of this project: which part may import which, how long a function and how full a folder may be.

import type { Import, SourceFile } from './source'

/** The largest number of lines between the braces of a function. */
const MAX_FUNCTION_LINES = 30

/** The largest number of files in a folder. */
const MAX_FILES = 12

/** What the files of a part may import besides each other. */
interface Part {
  /** Parts and packages. */
  readonly uses: readonly string[]
  /** Parts and packages of which only types may be imported. */
  readonly usesTypesOf: readonly string[]
}

/** The parts from the bottom up. Files next to them, such as `main.ts`, may import everything. */
const PARTS: Readonly<Record<string, Part>> = {
  api: { uses: ['@rollcall/client'], usesTypesOf: [] },
  model: { uses: ['@rollcall/client'], usesTypesOf: ['api', 'uplot'] },
  composables: { uses: ['api', 'model', '@rollcall/client', 'vue'], usesTypesOf: [] },
  components: { uses: ['composables', 'model', 'uplot', 'vue'], usesTypesOf: ['api', '@rollcall/client'] },
  views: { uses: ['components', 'composables', 'model', 'vue'], usesTypesOf: ['api'] },
}

/** Returns the imports that the order of the parts forbids. */
export function forbiddenImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => file.imports.filter((each) => !isAllowed(file, each)).map((each) => `${file.path} imports ${each.target}`))
}

function isAllowed(file: SourceFile, { target, isPackage, typesOnly }: Import): boolean {
  const part = partOf(file.path)
  const rules = PARTS[part]
  if (rules === undefined || target.endsWith('.css')) return true
  const name = isPackage ? target : partOf(target)
  return name === part || rules.uses.includes(name) || (typesOnly && rules.usesTypesOf.includes(name))
}

/** Returns the imports of one panel's components by another's. What panels share is in `shared`. */
export function panelsThatKnowEachOther(files: readonly SourceFile[]): readonly string[] {
  const panels = files.filter(({ path }) => partOf(path) === 'components')
  return panels.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => partOf(target) === 'components' && ![folderOf(path), 'components/shared'].includes(folderOf(target)))
      .map(({ target }) => `${path} imports ${target}`),
  )
}

/** Returns the circles of imports, each as the files along it. Types count. */
export function circles(files: readonly SourceFile[]): readonly string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports.map(({ target }) => target)]))
  const found: string[] = []
  const finished = new Set<string>()

  function visit(path: string, trail: readonly string[]): void {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
    if (trail.includes(path) || finished.has(path)) return
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path])
    finished.add(path)
  }

  for (const { path } of files) visit(path, [])
  return found
}

/** Returns the functions that are too long. */
export function longFunctions(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, functions }) =>
    functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES).map(({ name, lines }) => `${path}: ${name} has ${lines} lines (expected: at most ${MAX_FUNCTION_LINES})`),
  )
}

/** Returns the folders that hold too many files. */
export function fullFolders(paths: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const path of paths) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > MAX_FILES).map(([folder, count]) => `${folder} has ${count} files (expected: at most ${MAX_FILES})`)
}

/** The first folder of a path; empty for a file beside the parts. */
function partOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
