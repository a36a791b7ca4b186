// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    vue: 'src/vue/index.ts',
    react: 'src/react/index.ts',
    svelte: 'src/svelte/index.ts',
    requests: 'src/requests/index.ts',
    build: 'src/build.ts',
    inject: 'src/inject/inject.ts',
    prompt: 'src/inject/show-prompt.ts',
  },
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  dts: true,
  clean: true,
  // Constants are written where they are used, which not every bundler of an application would do.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
})
