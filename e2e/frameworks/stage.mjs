// SPDX-License-Identifier: Apache-2.0
// What the app of a recipe needs around it: the server, a site's address, and a person's browser.

import { createServer } from 'node:http'
import { newContext } from '../lib/chromium.mjs'
import { freePort } from '../lib/port.mjs'
import { startServer } from '../lib/server.mjs'
import { untilStats } from '../lib/stats.mjs'
import { App } from './app.mjs'

/** The versions: before and after the deploy. */
export const BUILDS = ['a1'.repeat(6), 'b2'.repeat(6)]

export class Stage {
  static async set(name, browser) {
    const stage = new Stage()
    stage.port = await freePort()
    stage.site = `http://127.0.0.1:${stage.port}`
    stage.everybody = await startYes()
    stage.server = await startServer([
      `--current-version=${BUILDS[0]}`, '--poll-interval=1s', `--allowed-origins=${stage.site}`, `--stats-callback-url=${stage.everybody.url}`,
    ])
    stage.app = await App.make(name, stage.server.url)
    stage.context = await newContext(browser)
    stage.context.setDefaultTimeout(20_000)
    stage.context.setDefaultNavigationTimeout(120_000) // development servers compile a page when it is opened
    // Without credentials nobody is let in, whatever the callback would say.
    await stage.context.addCookies([{ name: 'session', value: 'somebody', url: stage.site }])
    return stage
  }

  async open(path) {
    const page = await this.context.newPage()
    await page.goto(this.site + path)
    return page
  }

  deploy(version) {
    return this.app.deploy(version, this.port)
  }

  /** Waits until this number of tabs is counted, and these versions and routes. */
  counted(total, fields = {}) {
    const sorted = (object) => JSON.stringify(Object.entries(object).sort())
    const holds = (stats) =>
      stats.total === total && Object.entries(fields).every(([name, value]) => sorted(stats[name]) === sorted(value))
    return untilStats(this.server, Object.assign(holds, { toString: () => JSON.stringify({ total, ...fields }) }))
  }

  async clear() {
    await this.context?.close()
    await this.app?.stop()
    await this.server?.stop()
    await this.everybody?.stop()
  }
}

/** An application that lets everybody see stats. */
async function startYes() {
  const app = createServer((_request, response) => response.writeHead(204).end())
  const port = await listen(app)
  return { url: `http://127.0.0.1:${port}/`, stop: () => close(app) }
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server.address().port
}

function close(server) {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
}
