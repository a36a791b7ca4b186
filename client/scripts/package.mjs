// SPDX-License-Identifier: Apache-2.0
// The package must contain what it promises: every value in the types is in the code, every link in the README leads somewhere.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = new URL('..', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const problems = []

/** Returns the names that an entry's types export as values. */
function promised(types) {
  const file = fileURLToPath(new URL(types, root))
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true }
  const program = ts.createProgram([file], options)
  const checker = program.getTypeChecker()
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
  const isType = (symbol) => symbol.declarations.every((one) => ts.isExportSpecifier(one) && (one.isTypeOnly || one.parent.parent.isTypeOnly))
  const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  return exports.filter((symbol) => !isType(symbol) && target(symbol).flags & ts.SymbolFlags.Value).map(({ name }) => name)
}

for (const [entry, paths] of Object.entries(manifest.exports)) {
  if (typeof paths === 'string' || entry === './build') continue // The Vite plugin gives './build' its value; without it, it throws.
  const code = Object.keys(await import(new URL(paths.default, root)))
  const names = promised(paths.types)
  if (names.length === 0) problems.push(`${entry}: no values (expected: some)`)
  for (const name of names) if (!code.includes(name)) problems.push(`${entry}: ${name} is in the types, but not in the code`)
  for (const name of code) if (!names.includes(name)) problems.push(`${entry}: ${name} is in the code, but not in the types`)
}

const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }))
const packed = new Set(files.map(({ path }) => path))
for (const name of ['LICENSE', 'README.md']) if (!packed.has(name)) problems.push(`${name}: not in the package`)
for (const page of [...packed].filter((path) => path.endsWith('.md'))) {
  for (const [, link] of readFileSync(new URL(page, root), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
    const path = new URL(link, `file:///${page}`).pathname.slice(1)
    if (!/^https?:/.test(link) && !packed.has(path)) problems.push(`${page}: ${link} leads to nothing in the package`)
  }
}
const same = (name) => readFileSync(new URL(name, root), 'utf8')
if (same('LICENSE') !== same('../LICENSE')) problems.push('LICENSE: not that of the repository')
if (!same('dist/react.js').startsWith('"use client"')) problems.push('dist/react.js: does not begin with "use client"')

for (const problem of problems) console.error(problem)
console.log(`package: ${packed.size} files`)
if (problems.length > 0) process.exit(1)
