// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'tsdown'

const common = { platform: 'browser', target: 'es2022', outExtensions: () => ({ js: '.js', dts: '.d.ts' }) } as const

export default defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts', vue: 'src/vue/index.ts', react: 'src/react/index.ts', svelte: 'src/svelte/index.ts' },
    format: 'esm',
    dts: true,
    clean: true,
  },
  // For a script tag: one file, which the server serves as it is.
  {
    ...common,
    entry: { client: 'src/script/index.ts' },
    outDir: 'dist/script',
    outputOptions: { entryFileNames: '[name].js' },
    banner: { js: '/*! Rollcall, Apache-2.0 */' },
    format: 'iife',
    minify: true,
    dts: false,
    clean: false,
  },
])
