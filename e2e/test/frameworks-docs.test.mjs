// SPDX-License-Identifier: Apache-2.0
// docs/frameworks.md shows the very files that e2e/frameworks/run and e2e/plugins build and test.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const path = (from) => fileURLToPath(new URL(from, import.meta.url))
const recipes = path('../frameworks/recipes')

/** Headings of the page, and the recipes below them. */
const SECTIONS = { Vue: 'vue', React: 'react', Nuxt: 'nuxt', Next: 'next', SvelteKit: 'svelte', Angular: 'angular', Astro: 'astro', 'webpack and Rspack': 'webpack' }

/** The files of bundlers, which have no framework's starter. */
const CONFIGS = ['webpack/webpack.config.mjs', 'webpack/rspack.config.mjs']

test('docs/frameworks.md shows every file of every recipe, unchanged', () => {
  assert.deepEqual(shown(readFileSync(path('../../docs/frameworks.md'), 'utf8')), existing())
})

/** The files that the page shows: `name`, on a line of its own, above a block. */
function shown(page) {
  const found = {}
  for (const section of page.split(/^## /m).slice(1)) {
    const recipe = SECTIONS[section.slice(0, section.indexOf('\n'))]
    for (const [, name, text] of section.matchAll(/^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$/gms)) found[`${recipe}/${name}`] = text
  }
  return sorted(found)
}

function existing() {
  const found = Object.fromEntries(CONFIGS.map((name) => [name, readFileSync(path(`../apps/${name}`), 'utf8')]))
  for (const recipe of readdirSync(recipes)) {
    const folder = join(recipes, recipe, 'files')
    for (const entry of readdirSync(folder, { recursive: true })) {
      const file = join(folder, entry)
      if (statSync(file).isFile()) found[`${recipe}/${relative(folder, file)}`] = readFileSync(file, 'utf8')
    }
  }
  return sorted(found)
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort())
}
