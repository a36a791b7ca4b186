// SPDX-License-Identifier: Apache-2.0
// For a script tag: one file, which hosts serve as it is.
import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { client: 'src/script/index.ts' },
  outDir: 'dist/script',
  outputOptions: { entryFileNames: '[name].js' },
  banner: { js: '/*! Rollcall, Apache-2.0 */' },
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  dts: false,
  clean: true,
})
