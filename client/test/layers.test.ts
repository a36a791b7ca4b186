// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const source = new URL('../src/', import.meta.url)

/** What each folder may import: itself, what stands here, and nothing else. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ['core'],
  vue: ['core', 'adapters', 'vue'],
  react: ['core', 'adapters', 'react'],
}

it.each(Object.entries(allowed))('%s imports only what it may', (folder, others) => {
  const base = new URL(`${folder}/`, source)
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  expect(files).not.toHaveLength(0)
  for (const file of files) {
    const from = new URL(file, base)
    for (const [, path = ''] of readFileSync(from, 'utf8').matchAll(/ from '([^']+)'/g)) {
      const target = path.startsWith('.') ? new URL(path, from).pathname.slice(source.pathname.length).split('/')[0] : path
      expect([folder, ...others], `${folder}/${file}`).toContain(target)
    }
  }
})
