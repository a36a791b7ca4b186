// SPDX-License-Identifier: Apache-2.0
// Where a scenario takes place: the real server, a site behind it, and a person with a browser.

import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { admin } from '../lib/curl.mjs'
import { startServer } from '../lib/server.mjs'
import { startSite } from '../lib/site.mjs'
import { untilStats } from '../lib/stats.mjs'

/**
 * Registers scenarios that share a server. Each has a site and a person of its own, and ends when nobody is counted any more.
 *
 * @param {import('./drivers/engine.d.ts').Engine} engine
 * @param {string[]} settings of the server
 * @param {Record<string, (stage: Stage) => Promise<void>>} scenarios by their titles
 */
export function acts(title, engine, settings, scenarios) {
  describe(title, { timeout: 120_000 }, () => {
    let server, stage
    let build = 'build-1'
    before(async () => (server = await startServer([`--current-version=${build}`, ...settings])))
    after(() => server?.stop())
    beforeEach(async () => (stage = await Stage.set(engine, server, build)))
    afterEach(async () => {
      build = stage.site.build
      await stage.clear()
    })
    for (const [what, play] of Object.entries(scenarios)) test(what, () => play(stage))
  })
}

class Stage {
  static async set(engine, server, build) {
    const stage = new Stage()
    stage.engine = engine
    stage.server = server
    stage.site = await startSite({ rollcall: server.url, build })
    stage.visit = await engine.visit()
    return stage
  }

  /** Opens a page in a new tab and waits until it is connected. */
  async open(path, query) {
    const tab = await this.visit.newTab()
    const [before, fragment = ''] = path.split('#')
    await tab.open(`${this.site.url}${before}?${new URLSearchParams({ page: 'visit', ...query })}${fragment && `#${fragment}`}`)
    await loaded(tab, 1)
    return tab
  }

  /** Deploys the next build: the site serves it from now on, and the server announces it. */
  async deploy(options) {
    const number = Number(this.site.build.match(/\d+/)) + 1
    this.site.build = `build-${number}`
    await admin(this.server, 'releases', { version: this.site.build, ...options })
  }

  command(order) {
    return admin(this.server, 'commands', order)
  }

  stats(holds) {
    return untilStats(this.server, holds)
  }

  /** When this returns, everything that the server sent this tab before has arrived. */
  async fence(tab) {
    await this.command({ action: 'message', target: 'all', message: { type: 'fence' } })
    await tab.until(() => window.app?.messages.some(({ type }) => type === 'fence'))
  }

  async clear() {
    await this.visit.leave()
    await this.stats(({ total }) => total === 0)
    await this.site.stop()
  }
}

/** Waits until this tab is connected. */
export function connected(tab) {
  return tab.until(() => window.app?.client.state.status === 'connected')
}

/** Waits until a page has been loaded in this tab for the nth time and is connected. */
export async function loaded(tab, n) {
  await tab.until((expected) => window.app?.loads === expected, n)
  await connected(tab)
}
