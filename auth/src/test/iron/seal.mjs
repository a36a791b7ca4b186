// SPDX-License-Identifier: Apache-2.0
// Seals sessions with the packages that real sites use, for IronSealTest and IronSessionAuthorizerTest.
// The results are committed; run `npm ci && npm run seal` to make new ones.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import * as h3v1 from 'h3'
import * as h3v2 from 'h3-v2'
import * as iron1 from 'iron-webcrypto'
import * as iron2 from 'iron-webcrypto-v2'

const password = 'only-a-test: forty-one characters of it!!'
const other = 'another test password, long enough for it'
const admin = { user: { name: 'Ann', email: 'ann@example.org', role: 'admin' }, loggedInAt: 1 }
const visitor = { user: { name: 'Bob', email: 'bob@example.org', role: 'visitor' }, loggedInAt: 1 }
// Large enough that h3 2 splits the cookie.
const wide = { ...admin, padding: 'x'.repeat(3500) }

const packages = new URL('node_modules/', import.meta.url)
const version = name => JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8')).version

/** Returns the cookies of a response as a browser would send them back. */
const cookiesOf = response => Object.fromEntries(
  response.headers.getSetCookie().map(line => line.split(';')[0]).map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
)

/** Seals through a real server, as nuxt-auth-utils 0.5 calls h3 1: name, password, cookie options, and maxAge if set. */
async function h3v1Cookies(data, maxAge) {
  const app = h3v1.createApp()
  app.use(h3v1.eventHandler(async (event) => {
    const session = await h3v1.useSession(event, { name: 'nuxt-session', password, cookie: { sameSite: 'lax' }, ...(maxAge && { maxAge }) })
    await session.update(data)
    return 'ok'
  }))
  const server = createServer(h3v1.toNodeListener(app))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`)
  await response.text()
  server.closeAllConnections()
  server.close()
  return cookiesOf(response)
}

async function h3v2Cookies(data, maxAge) {
  const app = new h3v2.H3()
  app.get('/', async (event) => {
    const session = await h3v2.useSession(event, { name: 'nuxt-session', password, ...(maxAge && { maxAge }) })
    await session.update(data)
    return 'ok'
  })
  return cookiesOf(await app.request('/'))
}

const iron = seal => async (data, secret, ttl = 0) => {
  const payload = { id: 'a-session', createdAt: Date.now(), data }
  const defaults = iron1.defaults
  return { 'nuxt-session': await seal(payload, secret, { ...defaults, ttl }) }
}
const ironV1 = iron((payload, secret, options) => iron1.seal(globalThis.crypto, payload, secret, options))
const ironV2 = iron((payload, secret, options) => iron2.seal(payload, secret, options))

const h3One = `h3 ${version('h3')}`
const h3Two = `h3 ${version('h3-v2')}`
const ironOne = `iron-webcrypto ${version('iron-webcrypto')}`
const ironTwo = `iron-webcrypto ${version('iron-webcrypto-v2')}`

const fixtures = [
  { name: 'h3-1-admin', by: h3One, iterations: 1, cookies: await h3v1Cookies(admin) },
  { name: 'h3-1-visitor', by: h3One, iterations: 1, cookies: await h3v1Cookies(visitor) },
  { name: 'h3-1-max-age', by: h3One, iterations: 1, maxAge: 3600, cookies: await h3v1Cookies(admin, 3600) },
  { name: 'h3-2-admin', by: h3Two, iterations: 8192, cookies: await h3v2Cookies(admin) },
  { name: 'h3-2-max-age', by: h3Two, iterations: 8192, maxAge: 3600, cookies: await h3v2Cookies(admin, 3600) },
  { name: 'h3-2-chunked', by: h3Two, iterations: 8192, cookies: await h3v2Cookies(wide) },
  { name: 'iron-1-password-id', by: ironOne, iterations: 1, passwordId: 'spring', cookies: await ironV1(admin, { id: 'spring', secret: other }) },
  { name: 'iron-1-ttl', by: ironOne, iterations: 1, ttl: 600, cookies: await ironV1(admin, password, 600_000) },
  { name: 'iron-2-admin', by: ironTwo, iterations: 1, cookies: await ironV2(admin, password) },
]

for (const fixture of fixtures) {
  fixture.password = fixture.passwordId ? other : password
  const main = fixture.cookies['nuxt-session']
  fixture.sealed = main.startsWith('__chunked__')
    ? Array.from({ length: Number(main.slice(11)) }, (_, i) => fixture.cookies[`nuxt-session.${i + 1}`]).join('')
    : main
  // We must read what the package itself reads.
  const secrets = fixture.passwordId ? { [fixture.passwordId]: other } : password
  fixture.payload = fixture.iterations === 1
    ? await iron1.unseal(globalThis.crypto, fixture.sealed, secrets, iron1.defaults)
    : await h3v2.unsealSession(undefined, { password }, fixture.sealed)
  fixture.expiry = Number(fixture.sealed.split('*')[5]) || null
}

const target = new URL('../resources/iron/', import.meta.url)
mkdirSync(target, { recursive: true })
for (const fixture of fixtures) {
  writeFileSync(new URL(`${fixture.name}.json`, target), `${JSON.stringify(fixture, null, 2)}\n`)
}
