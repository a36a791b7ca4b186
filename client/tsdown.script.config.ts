// SPDX-License-Identifier: Apache-2.0
// For a script tag: one file, which hosts serve as it is.
import { defineConfig } from 'tsdown'

/** Imports in the beginning what is imported later elsewhere: it is in the file anyway, and needs no wrapping then. */
const inOnePiece = {
  name: 'in-one-piece',
  transform(code: string) {
    const names: string[] = []
    const body = code.replace(/(?<!typeof )\bimport\(('[^']+')\)/g, (_, path: string) => `Promise.resolve(later${names.push(path)})`)
    return names.length > 0 ? names.map((path, index) => `import * as later${index + 1} from ${path}\n`).join('') + body : null
  },
}

export default defineConfig({
  entry: { client: 'src/script/index.ts' },
  outDir: 'dist/script',
  plugins: [inOnePiece],
  outputOptions: { entryFileNames: '[name].js' },
  banner: { js: '/*! Rollcall, Apache-2.0 */' },
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  dts: false,
  clean: true,
})
