// SPDX-License-Identifier: Apache-2.0
// A server, a site in front of it, a visitor, and somebody at the dashboard.

import assert from 'node:assert/strict'
import { Person } from './app.mjs'
import { Dashboard } from './dashboard.mjs'
import { startServer } from './server.mjs'
import { startSite } from './site.mjs'

export class House {
  /** The settings of the server. */
  static READ_SECRET = 'e2e-read-secret-0123456789abcdef'
  static SETTINGS = ['--current-version=build-1', `--read-secret=${House.READ_SECRET}`]

  static async open(browser) {
    const house = new House()
    house.server = await startServer(House.SETTINGS)
    house.site = await startSite({ rollcall: house.server.url, build: 'build-1' })
    house.person = await Person.visit(browser, house.site)
    house.dashboard = await Dashboard.open(browser, house.site.url)
    return house
  }

  /** Kills the server and restarts it at the same address, without its memory. */
  async restart(between = async () => {}) {
    const { port } = this.server
    await this.server.kill()
    await between()
    this.server = await startServer(House.SETTINGS, port)
  }

  /** Closes everything, and checks that the dashboard's console has only expected messages. */
  async close() {
    const said = this.dashboard?.said() ?? []
    await this.dashboard?.close()
    await this.person?.leave()
    await this.server?.stop()
    await this.site?.stop()
    assert.deepEqual(said, [], 'the console is clean: no policy violation, no error')
  }
}
