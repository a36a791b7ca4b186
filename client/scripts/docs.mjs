// SPDX-License-Identifier: Apache-2.0
// Puts the pages for front ends into the package, so that its users have them at hand. A link to a page that only the
// repository has becomes its path there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const PAGES = ['client', 'problems', 'vite', 'script-tag', 'frameworks', 'nuxt', 'from-nuxt-skew-protection']
const root = new URL('..', import.meta.url)

/** A Markdown link to a file: its text, the path, and the heading. */
const LINK = /\[([^\]]*)\]\(([\w./-]+)(#[\w-]+)?\)/g

const linked = (markdown) =>
  markdown.replace(LINK, (link, text, path, heading = '') =>
    PAGES.includes(path.replace(/\.md$/, '')) ? link : `${text} (${new URL(path, 'file:///docs/').pathname.slice(1)}${heading} in Rollcall's repository)`,
  )

rmSync(new URL('docs', root), { recursive: true, force: true })
mkdirSync(new URL('docs', root))
for (const page of PAGES) {
  writeFileSync(new URL(`docs/${page}.md`, root), linked(readFileSync(new URL(`../docs/${page}.md`, root), 'utf8')))
}
