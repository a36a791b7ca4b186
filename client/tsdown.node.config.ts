// SPDX-License-Identifier: Apache-2.0
// What runs in Node, in a folder of its own, so that no browser ever loads it.
import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { vite: 'src/vite/index.ts', cli: 'src/cli/main.ts', announce: 'src/cli/run.ts' },
  outDir: 'dist/node',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  tsconfig: 'tsconfig.node.json',
  dts: true,
  clean: false,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
})
