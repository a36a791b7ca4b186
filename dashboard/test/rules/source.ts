// SPDX-License-Identifier: Apache-2.0
// Reads source files with the TypeScript compiler: what they import, and how long their functions are.

import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'

/** An import of another file or of a package. */
export interface Import {
  /** The path of a file from `src/`, or the name of a package. */
  readonly target: string
  readonly isPackage: boolean
  readonly typesOnly: boolean
}

/** A function and the number of lines between its braces. */
export interface FunctionSize {
  readonly name: string
  readonly lines: number
}

/** What the rules know about a source file. */
export interface SourceFile {
  /** From `src/`, with the extension. */
  readonly path: string
  readonly imports: readonly Import[]
  readonly functions: readonly FunctionSize[]
}

/** Reads a `.ts` file, or the script blocks of a `.vue` file. */
export function readSource(path: string, text: string): SourceFile {
  const nodes = scriptsOf(path, text).flatMap((script) => descendants(ts.createSourceFile(path, script, ts.ScriptTarget.ESNext, true)))
  return {
    path,
    imports: nodes.flatMap((node) => importOf(path, node)),
    functions: nodes.flatMap(functionSize),
  }
}

function scriptsOf(path: string, text: string): readonly string[] {
  if (!path.endsWith('.vue')) return [text]
  const { script, scriptSetup } = parse(text).descriptor
  return [script, scriptSetup].flatMap((block) => block?.content ?? [])
}

function descendants(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = []
  node.forEachChild((child) => void children.push(child))
  return children.flatMap((child) => [child, ...descendants(child)])
}

function importOf(path: string, node: ts.Node): readonly Import[] {
  if (ts.isImportDeclaration(node)) return [importFrom(path, node.moduleSpecifier, isTypesOnly(node.importClause))]
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) return [importFrom(path, node.moduleSpecifier, node.isTypeOnly)]
  const argument = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined
  return argument === undefined ? [] : [importFrom(path, argument, false)]
}

function isTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return clause.name === undefined && named !== undefined && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly)
}

function importFrom(path: string, specifier: ts.Expression, typesOnly: boolean): Import {
  const name = (specifier as ts.StringLiteral).text
  if (!name.startsWith('.')) return { target: name, isPackage: true, typesOnly }
  const target = new URL(name, `file:///${path}`).pathname.slice(1)
  return { target: /\.\w+$/.test(target) ? target : `${target}.ts`, isPackage: false, typesOnly }
}

function functionSize(node: ts.Node): readonly FunctionSize[] {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return []
  const body = node.body as ts.Node
  const file = node.getSourceFile()
  const lines = file.getLineAndCharacterOfPosition(body.end).line - file.getLineAndCharacterOfPosition(body.getStart()).line
  return [{ name: nameOf(node), lines: ts.isBlock(body) ? Math.max(0, lines - 1) : lines + 1 }]
}

/** Returns the name of a function; for one without a name, that of the variable or property that holds it. */
function nameOf(node: ts.SignatureDeclaration): string {
  const holder = node.parent as { readonly name?: ts.Node }
  return (node.name ?? holder.name)?.getText() ?? 'anonymous'
}
