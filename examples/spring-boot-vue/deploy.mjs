// SPDX-License-Identifier: Apache-2.0
// Deploys the next version of the front end: `node deploy.mjs [id]` builds it, puts it where the running shop looks first,
// and announces it. The shop is not restarted.

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildFrontEnd } from './build.mjs'
import { PAGES, secrets } from './start.mjs'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the front end with this id into that folder, which the shop serves as `site.pages`. */
export function publish(id, pages = PAGES) {
  const next = `${pages}.next`
  buildFrontEnd(next, id)
  mkdirSync(pages, { recursive: true })
  // Old assets stay for tabs that still use them. The page that refers to the new assets is written last.
  for (const name of ['assets', 'icon.svg', 'builds']) cpSync(join(next, name), join(pages, name), { recursive: true })
  renameSync(join(next, 'index.html'), join(pages, 'index.html'))
  rmSync(next, { recursive: true })
}

/** Makes the version current; the same as the curl command in README.md. Returns the number of notified tabs. */
async function announce(shop, id) {
  const answer = await fetch(`${shop}/__skew/admin/releases`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secrets().ROLLCALL_SECRETS_CI}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ version: id }),
  })
  if (!answer.ok) throw new Error(`${shop}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()).matched
}

/** Returns the id after the latest one: build-2 after build-1. */
function nextId() {
  const latest = [join(PAGES, 'builds/latest.json'), at('target/classes/static/builds/latest.json')].find(existsSync)
  const { id } = JSON.parse(readFileSync(latest, 'utf8'))
  const [, name, number] = id.match(/^(.*?)(\d*)$/)
  return `${name}${Number(number || 1) + 1}`
}

async function main() {
  const id = process.argv[2] ?? nextId()
  publish(id)
  const notified = await announce(`http://localhost:${process.env.PORT ?? 8080}`, id)
  console.log(`${id} is current; ${notified} ${notified === 1 ? 'tab was' : 'tabs were'} notified.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
