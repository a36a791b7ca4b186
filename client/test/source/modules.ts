// SPDX-License-Identifier: Apache-2.0
// What the tests of the architecture know about source files.
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

/** A source file, parsed. */
export interface Module {
  /** The path below the source folder, without the extension. */
  readonly name: string
  readonly source: ts.SourceFile
  /** Modules by name, and packages, that the file imports or exports from; types count, too. */
  readonly imports: readonly string[]
}

/** Parses one file. */
export function parse(name: string, text: string): Module {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true)
  const imports = ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? posix.join(posix.dirname(name), fileName) : fileName))
  return { name, source, imports }
}

/** Parses all files of a folder. */
export function parseFolder(folder: URL): Module[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => parse(file.slice(0, -3), readFileSync(new URL(file, folder), 'utf8')))
}

/** Returns the name of a module's folder; empty for the source folder itself. */
export function folderOf(name: string): string {
  return name.includes('/') ? posix.dirname(name) : ''
}

/** Returns a circle of imports, beginning and ending with the same module; empty when there is none. */
export function circleIn(modules: readonly Module[]): string[] {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const free = new Set<string>()
  const search = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (free.has(name)) return []
    for (const next of byName.get(name)?.imports ?? []) {
      const circle = search(next, [...path, name])
      if (circle.length > 0) return circle
    }
    free.add(name)
    return []
  }
  return modules.map(({ name }) => search(name, [])).find((circle) => circle.length > 0) ?? []
}

/** Returns the modules that no entry leads to. */
export function unreachedIn(modules: readonly Module[], entries: readonly string[]): string[] {
  const byName = new Map(modules.map((module) => [module.name, module]))
  const reached = new Set<string>()
  const visit = (name: string): void => {
    if (reached.has(name)) return
    reached.add(name)
    byName.get(name)?.imports.forEach(visit)
  }
  entries.forEach(visit)
  return [...byName.keys()].filter((name) => !reached.has(name))
}

/** Returns the functions, including nested ones, whose body has more lines than this, as `module:line name (lines)`. */
export function longFunctionsIn({ name, source }: Module, mostLines: number): string[] {
  const found: string[] = []
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit)
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return
    const { body } = node as ts.FunctionLikeDeclaration
    if (body === undefined) return
    const lines = lineOf(body.end) - lineOf(body.getStart()) + (ts.isBlock(body) ? -1 : 1)
    if (lines > mostLines) found.push(`${name}:${lineOf(node.getStart()) + 1} ${nameOf(node)} (${lines})`)
  }
  visit(source)
  return found
}

function nameOf(node: ts.SignatureDeclaration): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined)
  return named?.getText() ?? 'anonymous'
}
