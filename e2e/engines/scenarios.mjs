// SPDX-License-Identifier: Apache-2.0
// What every engine must do: the client on a page that people use, against the real server.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { scriptTag } from './script-tag.mjs'
import { acts, connected, loaded } from './stage.mjs'

const TRANSPORTS = ['websocket', 'sse', 'polling']

/**
 * Registers the scenarios for one engine.
 *
 * @param {string} name what reports call it
 * @param {import('./drivers/engine.d.ts').Launch} launch
 */
export async function scenarios(name, launch) {
  const engine = await launch()
  if (!engine) return test(name, { skip: true }, () => {})
  after(() => engine.stop())
  // A tab that polls and goes without a goodbye would be counted for longer than any scenario waits.
  acts(`${name}: who is counted`, engine, ['--poll-interval=60s'], each(TRANSPORTS, {
    'a tab counts once, on its route, over links and back, and not after it was closed': counting,
  }))
  acts(`${name}: what a person sees`, engine, ['--poll-interval=1s'], {
    ...each(TRANSPORTS, { 'a forced reload happens once and keeps query, fragment and scroll position': reloading }),
    'a forced reload of a page that answers a form asks for that page, and does not send the form again': ordering,
    'a new version shows a prompt, which can wait, and reloading runs that version': prompting,
    'text that somebody typed stays until that person asks for the reload': typing,
    'unsaved work delays a forced reload until it is saved': saving,
    'eight tabs over SSE and HTTP/1.1 all load, are counted, get messages, and can fetch': eightTabs,
  })
  acts(`${name}: the script tag`, engine, [], scriptTag)
}

/** The same scenarios over each transport. */
function each(transports, plays) {
  const entries = Object.entries(plays)
  return Object.fromEntries(transports.flatMap((transport) =>
    entries.map(([title, play]) => [`${transport}: ${title}`, (stage) => play(stage, transport)])))
}

async function counting(stage, transport) {
  const tab = await stage.open('/first', { transport })
  const { transports } = await stage.stats(({ total }) => total === 1)
  assert.equal(transports[transport], 1)

  await tab.evaluate(() => {
    history.pushState(null, '', `/second${location.search}`)
    window.app.client.setRoute(location.pathname)
  })
  await stage.stats(({ total, routes }) => total === 1 && routes['/second'] === 1)

  await tab.click('#elsewhere')
  await loaded(tab, 2)
  await stage.stats(({ total, routes }) => total === 1 && routes['/elsewhere'] === 1)

  // Not by the driver, which would wait for a load: a cached page has none.
  await tab.evaluate(() => void setTimeout(() => history.back()))
  await tab.until(() => location.pathname === '/second' && window.app?.loads !== 2)
  await connected(tab)
  if (stage.engine.keeps.includes(transport)) {
    assert.deepEqual(await tab.evaluate(() => window.app.shown), [{ persisted: false }, { persisted: true }])
  }
  await stage.stats(({ total, routes }) => total === 1 && routes['/second'] === 1)

  if (transport === 'polling' && stage.engine.dropsGoodbyes) await tab.evaluate(() => void setTimeout(() => location.assign('/app.js')))
  else await tab.close()
  await stage.stats(({ total }) => total === 0)
}

async function reloading(stage, transport) {
  // The fragment is no element's: WebKit goes to that element when it reloads a page.
  const tab = await stage.open('/shop/cart#step-2', { transport, coupon: 'SPRING' })
  const address = await tab.evaluate(() => {
    window.scrollTo(0, 1234)
    return location.href
  })
  const { matched } = await stage.command({ action: 'reload', target: { route: '/shop' } })
  assert.equal(matched, 1)
  await loaded(tab, 2)
  await tab.until(() => window.scrollY === 1234)
  await stage.fence(tab)
  assert.deepEqual(await tab.evaluate(() => [location.href, window.app.loads]), [address, 2])
  // The client asks for the page once before it leaves the one that works.
  assert.deepEqual([...new Set(stage.site.visits)], ['GET /shop/cart'])
  await stage.stats(({ total, routes }) => total === 1 && routes['/shop/cart'] === 1)
}

async function ordering(stage) {
  const tab = await stage.open('/order', { from: 'cart' })
  await tab.type('#note', 'one of each')
  await tab.click('#order')
  await loaded(tab, 2)
  const address = await tab.evaluate(() => location.href)
  await stage.command({ action: 'reload', target: 'all' })
  await loaded(tab, 3)
  await stage.fence(tab)
  assert.deepEqual(await tab.evaluate(() => [location.href, window.app.loads]), [address, 3])
  assert.equal(stage.site.visits.filter((visit) => visit === 'POST /order').length, 1)
  assert.equal(stage.site.visits.at(-1), 'GET /order')
  await stage.stats(({ total, routes }) => total === 1 && routes['/order'] === 1)
}

async function prompting(stage) {
  const tab = await stage.open('/first')
  assert.equal(await tab.evaluate(() => document.getElementById('prompt').hidden), true)
  await stage.deploy()
  await tab.until(() => !document.getElementById('prompt').hidden)
  await tab.click('#later')
  await tab.until(() => document.getElementById('prompt').hidden)

  await stage.deploy()
  await tab.until(() => !document.getElementById('prompt').hidden)
  await tab.click('#reload')
  await loaded(tab, 2)
  assert.equal(await tab.evaluate(() => document.getElementById('prompt').hidden), true)
  await stage.stats(({ total, versions }) => total === 1 && versions[stage.site.build] === 1)
}

async function typing(stage) {
  const tab = await stage.open('/form', { defer: 'true' })
  await tab.type('#note', 'half a sentence')
  await stage.deploy({ force: true })
  await tab.until(() => window.app.client.state.reload?.phase === 'deferred')
  await stage.fence(tab)
  assert.deepEqual(await tab.evaluate(() => [document.getElementById('note').value, window.app.loads]), ['half a sentence', 1])
  await tab.click('#reload')
  await loaded(tab, 2)
  await stage.stats(({ total, versions }) => total === 1 && versions[stage.site.build] === 1)
}

async function saving(stage) {
  const tab = await stage.open('/form', { defer: 'true' })
  await stage.command({ action: 'reload', target: 'all' })
  await tab.until(() => window.app.client.state.reload?.phase === 'deferred')
  await tab.evaluate(() => void setTimeout(() => window.app.save()))
  await loaded(tab, 2)
}

async function eightTabs(stage) {
  const tabs = []
  for (let i = 0; i < 8; i++) tabs.push(await stage.open(`/tab/${i}`, { transport: 'sse' }))
  const { transports } = await stage.stats(({ total }) => total === 8)
  assert.deepEqual(transports, { websocket: 0, sse: 4, polling: 4 }, 'a browser opens six connections to a host')
  for (const tab of tabs) {
    await tab.evaluate(() => void fetch('/__skew/health').then(({ status }) => (window.app.health = status)))
  }
  await stage.command({ action: 'message', target: 'all', message: { type: 'hello' } })
  for (const tab of tabs) {
    await tab.until(() => window.app.health === 200 && window.app.messages.some(({ type }) => type === 'hello'))
  }
}
