// SPDX-License-Identifier: Apache-2.0
// Tests the script tag: `/__skew/client.js` on plain pages behind a proxy.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { launchChromium } from '../lib/chromium.mjs'
import { admin } from '../lib/curl.mjs'
import { connected, openPage, pagesIn } from '../lib/script.mjs'
import { startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'
import { JWT_SETTINGS, sign } from '../lib/token.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const OUTDATED = 'This site has been updated.'
const browser = await launchChromium()
after(() => browser?.close())

/** Pages that a visitor may open, in a document that is served without a policy. */
const OWN = {
  '/twice': '<!doctype html><title>Twice</title><script src="/__skew/client.js" data-version="{{build}}" async></script>'
    + '<script type="module" src="/__skew/client.js" data-version="other"></script>',
  '/product/7': '<!doctype html><title>Group</title><script src="/__skew/client.js" data-version="{{build}}" data-group="/product/:id"></script>',
  '/hash': '<!doctype html><title>Hash</title><script src="/__skew/client.js" data-version="{{build}}" data-route="hash"></script>',
}

describe('the script tag', { skip: !browser, timeout: 240_000 }, () => {
  let server, site, open

  before(async () => {
    server = await startServer(['--poll-interval=1s', '--current-version=build-1', ...JWT_SETTINGS])
  })
  after(() => server?.stop())

  beforeEach(async () => {
    open = []
    await admin(server, 'releases', { version: 'build-1' })
  })
  afterEach(async () => {
    await Promise.all(open.map(({ close }) => close()))
    await site?.stop()
  })

  /** Starts the site with these pages in addition to its own. */
  const start = async (pages = {}) => {
    site = await startSite({ rollcall: server.url, build: 'build-1', pages })
  }

  const visit = async (path, options) => {
    const opened = await openPage(browser, site.url + path, options)
    open.push(opened)
    return opened
  }

  const stats = () => admin(server, 'stats')

  /** Asks for the stats again and again until they hold this number of tabs. */
  const untilTotal = async (total) => {
    const end = Date.now() + 30_000
    for (;;) {
      const now = await stats()
      if (now.total === total) return now
      assert.ok(Date.now() < end, `never ${total} tabs: ${JSON.stringify(now)}`)
    }
  }

  test('a page can import the client as docs/script-tag.md shows it', async () => {
    const [, snippet] = readFileSync(new URL('../../docs/script-tag.md', import.meta.url), 'utf8').match(
      /```html\n(<script type="module">\n {2}import \{ createRollcall \} from[^`]*)```/,
    )
    await start({ '/imported': `<!doctype html><title>Imported</title>${snippet}` })
    const { page } = await visit('/imported')
    assert.deepEqual((await untilTotal(1)).routes, { '/imported': 1 })
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
    assert.ok(asked.includes('/__skew/client/index.js'), `asked for ${asked}`)
  })

  test('a tag that names a group is counted under it', async () => {
    await start(OWN)
    const { page } = await visit('/product/7')
    await connected(page)
    assert.deepEqual((await untilTotal(1)).routes, { '/product/:id': 1 })
  })

  test('one tag counts the tab with its build, and follows its route, under the strictest policy', async () => {
    await start()
    const { page, problems } = await visit('/shop/1?page=script')
    await connected(page)
    assert.deepEqual((await untilTotal(1)).routes, { '/shop/1': 1 })
    await page.evaluate(() => history.pushState(null, '', '/checkout?page=script'))
    await page.waitForFunction(() => window.rollcall.state.route === '/checkout')
    await page.goBack()
    await page.waitForFunction(() => window.rollcall.state.route === '/shop/1')
    const { routes, versions } = await stats()
    assert.deepEqual([routes, versions], [{ '/shop/1': 1 }, { 'build-1': 1 }])
    assert.deepEqual(problems, [])
  })

  test('a release asks the visitor, who may go on, and who gets the new build by the button', async () => {
    await start()
    const { page, prompt, problems } = await visit('/a?page=script')
    await connected(page)
    site.build = 'build-2'
    await admin(server, 'releases', { version: 'build-2' })
    await prompt.says(OUTDATED)
    await prompt.button('Later').click()
    await prompt.gone()
    site.build = 'build-3'
    await admin(server, 'releases', { version: 'build-3' })
    await prompt.says(OUTDATED)
    await Promise.all([page.waitForEvent('load'), prompt.button('Reload').click()])
    await connected(page)
    assert.equal(await page.getByRole('heading').textContent(), 'Build build-3')
    await prompt.gone()
    assert.deepEqual(problems, [])
  })

  test('a command reloads the tab once, and the page may put that off', async () => {
    await start()
    const { page, prompt } = await visit('/a?page=script#here')
    await connected(page)
    await page.evaluate(() => (window.rollcall.beforeReload = () => new Promise((resolve) => (window.save = resolve))))
    let loads = 0
    page.on('load', () => loads++)
    await admin(server, 'commands', { action: 'reload', target: 'all' })
    await prompt.says('Finish what you are doing first.')
    assert.equal(loads, 0)
    const before = page.url()
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => window.save())])
    await connected(page)
    assert.deepEqual([loads, page.url()], [1, before])
  })

  test('what somebody has typed outlives a forced reload, until they ask for the reload or it was saved', async () => {
    await start()
    const { page, prompt } = await visit('/a?page=script')
    await connected(page)
    let loads = 0
    page.on('load', () => loads++)
    await page.getByLabel('Name').pressSequentially('Ann')
    await admin(server, 'commands', { action: 'reload', target: 'all' })
    await prompt.says('Finish what you are doing first.')
    assert.deepEqual([await page.getByLabel('Name').inputValue(), loads], ['Ann', 0])
    await Promise.all([page.waitForEvent('load'), prompt.button('Reload').click()])
    await connected(page)
    await page.getByLabel('Name').pressSequentially('Ann')
    await page.evaluate(() => window.rollcall.saved())
    await Promise.all([page.waitForEvent('load'), admin(server, 'releases', { version: 'build-9', force: true })])
  })

  test('it takes no focus, is reached by Tab, closes on Escape and returns the focus', async () => {
    await start()
    const { page, prompt } = await visit('/a?page=script')
    await connected(page)
    const field = page.getByLabel('Name')
    await field.focus()
    await admin(server, 'releases', { version: 'build-2' })
    await prompt.says(OUTDATED)
    await page.keyboard.type('Ann')
    assert.equal(await field.inputValue(), 'Ann')
    const [a, b] = [await field.boundingBox(), await prompt.region.boundingBox()]
    const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    assert.ok(apart, `the prompt covers the field: ${JSON.stringify([a, b])}`)
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent), 'Reload')
    await page.keyboard.press('Escape')
    await prompt.gone()
    assert.equal(await page.evaluate(() => document.activeElement.name), 'name')
  })

  test('a scheduled reload shows the time left, and axe finds nothing wrong with that', async () => {
    await start()
    let send
    // What a server sends that spreads its commands over time.
    const prepare = (page) => page.routeWebSocket(/\/ws/, (socket) => {
      send = (message) => socket.send(JSON.stringify(message))
      socket.connectToServer()
    })
    const { page, prompt } = await visit('/a?page=script', { prepare })
    await connected(page)
    send({ type: 'version', version: 'build-1', force: true, command: 'spread', timestamp: Date.now(), after: 89_000 })
    await prompt.says(/^This page reloads in 8\d seconds\.$/)
    await prompt.button('Hide').waitFor()
    await page.waitForFunction(() => document.getAnimations().length === 0)
    assert.deepEqual(await violations(page), [])
    const shown = await prompt.text.textContent()
    await page.waitForFunction((before) => document.querySelector('rollcall-prompt').shadowRoot.querySelector('[role=status]').textContent !== before, shown)
    await prompt.button('Hide').click()
    await prompt.gone()
  })

  const LOOKS = {
    'a light page': {},
    'a dark page': { colorScheme: 'dark' },
    'forced colours': { forcedColors: 'active' },
    'a narrow page': { viewport: { width: 320, height: 480 } },
    'no motion': { reducedMotion: 'reduce' },
  }
  for (const [name, options] of Object.entries(LOOKS)) {
    test(`on ${name} axe finds nothing wrong with the prompt, which is seen as a whole, whatever the page's style`, async () => {
      await start()
      const { page, prompt } = await visit('/a?page=script', options)
      await connected(page)
      await admin(server, 'releases', { version: 'build-2' })
      await prompt.says(OUTDATED)
      await prompt.button('Reload').waitFor()
      await page.waitForFunction(() => document.getAnimations().length === 0)
      const { x, y, width, height } = await prompt.region.boundingBox()
      const { width: w, height: h } = page.viewportSize()
      assert.ok(x >= 0 && y >= 0 && x + width <= w && y + height <= h, JSON.stringify([x, y, width, height]))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true)
      assert.equal(await prompt.text.evaluate((element) => getComputedStyle(element).letterSpacing), 'normal')
      assert.deepEqual(await violations(page), [])
    })
  }

  test('pages that are left keep no connection: a visit of ten pages over SSE loads them all and counts one tab', async () => {
    await start()
    // From the start: a transport that has worked once gets more attempts.
    const { page } = await visit('/page-0?page=script', { prepare: (page) => page.addInitScript(() => delete window.WebSocket) })
    for (let i = 1; i <= 10; i++) {
      await page.goto(`${site.url}/page-${i}?page=script`)
      await connected(page)
    }
    const { routes, transports } = await untilTotal(1)
    assert.deepEqual([routes, transports.sse], [{ '/page-10': 1 }, 1])
    await page.evaluate(() => history.back())
    await page.waitForURL('**/page-9?*', { waitUntil: 'commit' })
    await connected(page)
    assert.deepEqual((await untilTotal(1)).routes, { '/page-9': 1 })
  })

  test('two tags, as a module and not, are one tab', async () => {
    await start(OWN)
    const { page } = await visit('/twice')
    await connected(page)
    await page.waitForLoadState('load')
    const { versions } = await untilTotal(1)
    assert.equal(Object.keys(versions).length, 1)
    assert.equal(await page.locator('rollcall-prompt').count(), 1)
  })

  test('routes in the fragment are followed, also without defer', async () => {
    await start(OWN)
    const { page } = await visit('/hash#/basket')
    await connected(page)
    await page.evaluate(() => (location.hash = '#/checkout'))
    await page.waitForFunction(() => window.rollcall.state.route === '/checkout')
    assert.equal(await page.evaluate(() => document.body.nextElementSibling.localName), 'rollcall-prompt')
  })

  test('the address with the hash works with integrity, and with a wrong one nothing runs', async () => {
    const answer = await fetch(`${server.url}/__skew/client.js`)
    const code = Buffer.from(await answer.arrayBuffer())
    const integrity = `sha384-${createHash('sha384').update(code).digest('base64')}`
    const tag = (value) =>
      `<!doctype html><title>Pinned</title><script src="/__skew/${answer.headers.get('content-location')}" integrity="${value}"`
      + ' data-version="{{build}}"></script>'
    await start({ '/right': tag(integrity), '/wrong': tag(`sha384-${'A'.repeat(64)}`) })
    const { page } = await visit('/right')
    await connected(page)
    const wrong = await visit('/wrong')
    assert.equal(await wrong.page.evaluate(() => window.rollcall), undefined)
  })

  describe('from another origin', () => {
    let other, foreign, page

    before(async () => {
      const pages = {}
      const [listed, unlisted] = [await startSite({ build: 'build-1', pages }), await startSite({ build: 'build-1', pages })]
      ;[page, foreign] = [listed, unlisted]
      other = await startServer([`--allowed-origins=${listed.url}`])
      const tag = (more) => `<!doctype html><title>Elsewhere</title><script src="${other.url}/__skew/client.js" data-version="build-1" ${more}></script>`
      Object.assign(pages, { '/with': tag('crossorigin'), '/without': tag('') })
    })
    after(async () => {
      await other?.stop()
      await page?.stop()
      await foreign?.stop()
    })

    test('only a listed one gets it, with crossorigin', async () => {
      const listed = await openPage(browser, `${page.url}/with`)
      open.push(listed)
      await connected(listed.page)
      for (const url of [`${page.url}/without`, `${foreign.url}/with`, `${foreign.url}/without`]) {
        const refused = await openPage(browser, url)
        open.push(refused)
        assert.equal(await refused.page.evaluate(() => window.rollcall), undefined, url)
        assert.notEqual(refused.problems.length, 0)
      }
      assert.equal((await admin(other, 'stats')).total, 1)
    })
  })

  test('live totals, as docs/recipes.md shows them: only for people who may see them', async () => {
    const html = pagesIn('docs/recipes.md').find((page) => page.includes('id="total"'))
    await start({ '/totals': `<!doctype html><title>Totals</title>${html}` })
    const says = (page, words) => page.locator('#total').filter({ hasText: words }).waitFor()
    const { page } = await visit('/totals')
    await says(page, 'Not authorized')
    await page.context().addCookies([{ name: 'session', value: sign({ role: 'admin' }), url: site.url, httpOnly: true, sameSite: 'Lax' }])
    await page.reload()
    await says(page, '1 connected, 0 outdated, 100% up to date')
    assert.deepEqual(await page.locator('#pages li').allTextContents(), ['/totals: 1'])
  })

  for (const document of ['README.md', 'docs/script-tag.md', 'docs/recipes.md', 'docs/spring-boot.md']) {
    test(`the pages in ${document} work as they are shown`, async () => {
      const pages = pagesIn(document).filter((html) => !html.includes('<hash>') && !html.includes('//'))
      assert.notEqual(pages.length, 0, 'the document shows a page')
      await start(Object.fromEntries(pages.map((html, index) => [`/${index}`, `<!doctype html><title>Page</title>${html}`])))
      for (const index of pages.keys()) {
        const { page, problems, close } = await visit(`/${index}`)
        await connected(page)
        assert.equal(await page.evaluate(() => window.rollcall.state.version), 'build-1')
        assert.deepEqual(problems, [], pages[index])
        await close()
      }
    })
  }
})

/** Returns what axe finds wrong, in the prompt and around it. */
async function violations(page) {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`)
  })
}
