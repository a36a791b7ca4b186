// SPDX-License-Identifier: Apache-2.0
import { defineConfig, type UserConfig } from 'tsdown'

const common: UserConfig = {
  format: 'esm',
  dts: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
}

export default defineConfig([
  {
    ...common,
    entry: {
      index: 'src/index.ts',
      vue: 'src/vue/index.ts',
      react: 'src/react/index.ts',
      svelte: 'src/svelte/index.ts',
      build: 'src/build.ts',
      inject: 'src/inject/inject.ts',
    },
    platform: 'browser',
    target: 'es2022',
    clean: true,
  },
  // What runs in Node. Its chunks have a folder of their own, so that no browser ever loads one.
  {
    ...common,
    entry: { vite: 'src/vite/index.ts', cli: 'src/cli/main.ts' },
    platform: 'node',
    target: 'node20.19',
    tsconfig: 'tsconfig.node.json',
    clean: false,
  },
])
