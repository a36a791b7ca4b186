// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: process.env['ROLLCALL_IT'] === undefined ? ['test/**/*.it.test.ts'] : [],
  },
})
