// SPDX-License-Identifier: Apache-2.0
// Puts the pages about the client into the package. What they link to and the package does not have is on the site.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const PAGES = ['client', 'problems', 'vite']
const root = new URL('..', import.meta.url)
const { homepage } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))

const linked = (markdown) =>
  markdown.replace(/\]\(([\w./-]+?)(\.md)?(#[\w-]+)?\)/g, (link, page, md, anchor = '') =>
    md && PAGES.includes(page) ? link : `](${homepage}/${page}${anchor})`,
  )

rmSync(new URL('docs', root), { recursive: true, force: true })
mkdirSync(new URL('docs', root))
for (const page of PAGES) {
  writeFileSync(new URL(`docs/${page}.md`, root), linked(readFileSync(new URL(`../docs/${page}.md`, root), 'utf8')))
}
