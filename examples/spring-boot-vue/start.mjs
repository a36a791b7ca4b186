// SPDX-License-Identifier: Apache-2.0
// Builds what is missing, generates secrets, and starts the shop. Ctrl-C ends it.

import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

export const JAR = at('target/shop.jar')
/** Where deploy.mjs puts newer front ends. */
export const PAGES = at('target/pages')
const KEPT = at('target/secrets.json')

const NAMES = ['SITE_ADMIN_PASSWORD', 'SITE_USER_PASSWORD', 'ROLLCALL_SECRETS_CI']

/** The secrets: from the environment, or generated at the first start and kept in a file that only this user can read. */
export function secrets() {
  const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {}
  const made = Object.fromEntries(NAMES.map((name) => [name, kept[name] ?? randomBytes(18).toString('base64url')]))
  mkdirSync(dirname(KEPT), { recursive: true })
  writeFileSync(KEPT, JSON.stringify(made, null, 2), { mode: 0o600 })
  return Object.fromEntries(NAMES.map((name) => [name, process.env[name] || made[name]]))
}

/** Returns whether this runs in Rollcall's repository: then its modules are built too, and none need be installed. */
function inRepository() {
  return existsSync('pom.xml') && readFileSync('pom.xml', 'utf8').includes('<module>examples/spring-boot-vue</module>')
}

function build() {
  console.log('Building. The first time takes some minutes.')
  const repository = inRepository()
  const what = repository ? ['-pl', 'examples/spring-boot-vue', '-am', '-Dspotless.check.skip'] : []
  const args = ['-B', '-q', '-ntp', 'package', '-Dmaven.test.skip=true', ...what]
  const { status, error } = spawnSync('mvn', args, { cwd: repository ? '.' : at('.'), stdio: 'inherit', shell: process.platform === 'win32' })
  if (status === 0) return
  console.error(`mvn: ${error?.message ?? 'the build failed, see above'} (expected: JDK 17, Maven 3.8 and Node 20.19, or newer)`)
  process.exit(1)
}

function printAddresses(url, given) {
  console.log(`
  Shop       ${url}/           open it in some tabs
  Admin      ${url}/admin      admin, ${given.SITE_ADMIN_PASSWORD}
             (without the role) user, ${given.SITE_USER_PASSWORD}
  Dashboard  ${url}/__skew/dashboard/   as admin, by the shop's login

  The next version, from another terminal: ${process.env.PORT ? `PORT=${process.env.PORT} ` : ''}node ${relative(process.cwd(), at('deploy.mjs'))}
  For curl: export CI_SECRET=${given.ROLLCALL_SECRETS_CI}
`)
}

function main() {
  build()
  // The new jar contains the newest front end.
  rmSync(PAGES, { recursive: true, force: true })
  const given = secrets()
  const args = ['-jar', JAR, `--server.port=${process.env.PORT ?? 8080}`, '--server.address=127.0.0.1', `--site.pages=${PAGES}`]
  const shop = spawn('java', args, { env: { ...process.env, ...given }, stdio: ['ignore', 'pipe', 'inherit'] })
  shop.once('error', ({ message }) => console.error(`java: ${message}`))
  createInterface({ input: shop.stdout }).on('line', (line) => {
    console.log(line)
    const port = line.match(/Tomcat started on port (\d+)/)?.[1]
    if (port) printAddresses(`http://localhost:${port}`, given)
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => shop.kill(signal))
  shop.once('close', (code) => (process.exitCode = code ?? 1))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
