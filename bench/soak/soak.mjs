// SPDX-License-Identifier: Apache-2.0
import { Books } from './books.mjs'
import { readOptions } from './options.mjs'
import { randomOf } from './random.mjs'
import { Server } from './server.mjs'
import { Tab } from './tabs/tab.mjs'

const SUBSCRIBERS = [
  { transport: 'websocket', delta: true },
  { transport: 'websocket', delta: false },
  { transport: 'sse', delta: true },
]
const GROWTH_MEGABYTES = 40
const GROWTH_THREADS = 8
const GROWTH_FILES = 48
const SLEEP_MILLIS = 6_000
const HOUR = 3_600

const options = readOptions()
const random = randomOf(options.seed)
const server = await Server.start(options)
const books = new Books(server, random, options.tabs)
const began = Date.now()
let release = 0

function say(text) {
  console.log(`${options.spring ? 'spring' : 'server'}${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${text}`)
}

/** Opens subscribers, which watch and are in no total. At every quiet point they see the same picture as the administrator. */
async function subscribe() {
  const { cookie } = await server.signIn()
  const credentials = { Cookie: cookie, Origin: server.origin }
  const watchers = SUBSCRIBERS.map(({ transport }) => new Tab(server, { transport, version: 'v0', route: '/watch', credentials, observe: '1' }))
  await Promise.all(watchers.map((tab) => tab.greeted))
  await Promise.all(watchers.map((tab, i) => tab.subscribe(SUBSCRIBERS[i].delta)))
  return watchers
}

/** Signs in, reads with the cookie, and signs out, after which the cookie must be worthless. */
async function signInAndOut() {
  const { ok, cookie } = await server.signIn()
  const read = () => fetch(`${server.base}/admin/stats`, { headers: { Cookie: cookie } })
  books.check(ok && (await read()).status === 200, 'a session that was opened reads stats')
  await fetch(`${server.base}/admin/session`, { method: 'DELETE', headers: { Cookie: cookie, Origin: server.origin } })
  books.check((await read()).status === 401, 'a session that was closed reads nothing')
}

async function churn(millis) {
  const end = Date.now() + millis
  while (Date.now() < end) {
    await Promise.all(Array.from({ length: 8 }, () => books.step()))
    if (random.chance(0.02)) await signInAndOut()
    if (random.chance(0.02)) await books.release(`v${++release}`)
  }
}

/** Sets the server's wall clock an hour ahead or behind: nothing else may change. */
async function jump(seconds) {
  if (!server.clock.canBeSet) return
  server.clock.set(seconds)
  await books.until(async () => server.clock.shows(await server.now()), `the server's clock is ${seconds} s ahead`)
  say(`the clock of the server is ${seconds} s ahead`)
}

/** Compares everything: the administrator's picture, each subscriber's, and which tabs get which commands. */
async function quietPoint(watchers, name) {
  await books.settle()
  await books.compare(watchers, name)
  for (let i = 0; i < 3; i++) await books.command()
  await books.compare(watchers, `${name}, after commands`)
  const usage = server.usage()
  say(`${name}: ${books.tabs.size} tabs exact; ${usage.megabytes} MB, ${usage.threads} threads, ${usage.files} files`)
  return { ...usage, besides: usage.files - books.held() }
}

try {
  say(`seed ${options.seed}, port ${server.port}`)
  books.check(server.clock.canBeSet || !process.env.CI, 'libfaketime is installed, so that clocks can jump')
  if (!server.clock.canBeSet) say('without libfaketime no clock jumps')
  let watchers = await subscribe()
  let first
  for (let round = 1; round <= options.rounds; round++) {
    const half = (options.seconds * 1000) / options.rounds / 2
    await churn(half)
    await jump(round % 2 === 1 ? HOUR : -HOUR)
    await churn(half)
    const usage = await quietPoint(watchers, `quiet point ${round}`)
    first ??= usage
    books.check(usage.megabytes <= first.megabytes + GROWTH_MEGABYTES, `memory is flat: ${first.megabytes} -> ${usage.megabytes} MB`)
    books.check(usage.threads <= first.threads + GROWTH_THREADS, `threads are flat: ${first.threads} -> ${usage.threads}`)
    books.check(usage.besides <= first.besides + GROWTH_FILES, `files besides tabs are flat: ${first.besides} -> ${usage.besides}`)
  }
  say('the process sleeps')
  server.signal('SIGSTOP')
  await new Promise((resolve) => setTimeout(resolve, SLEEP_MILLIS))
  server.signal('SIGCONT')
  await quietPoint(watchers, 'after the sleep')
  await jump(0)
  say('restart')
  const code = await server.down()
  books.check(code === 0 || (options.spring !== undefined && code === 143), `exit code ${code} after SIGTERM`)
  await server.up(books.current)
  await books.comeBack()
  watchers = await subscribe()
  await quietPoint(watchers, 'after the restart')
  await server.down()
  say(`ok: ${books.summary()}`)
  process.exit(0)
} catch (error) {
  console.error(error)
  console.error(`FAIL with --seed ${options.seed}; the server's last lines:\n${server.log.slice(-30).join('\n')}`)
  server.process.kill('SIGKILL')
  process.exit(1)
}
