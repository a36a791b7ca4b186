// SPDX-License-Identifier: Apache-2.0
// The shop of examples/spring-boot-vue: the real jar, and its visitors.

import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { publish } from '../../examples/spring-boot-vue/deploy.mjs'
import { JAR } from '../../examples/spring-boot-vue/start.mjs'
import { newContext } from './chromium.mjs'
import { curl } from './curl.mjs'
import { launch } from './process.mjs'

const PATIENCE = 30_000

export const PASSWORDS = { admin: 'e2e-admin-password', user: 'e2e-user-password' }
export const CI_SECRET = 'e2e-ci-secret-0123456789abcdef'

/** Options of a JVM that starts quickly. */
const QUICK = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

const ENV = {
  SITE_ADMIN_PASSWORD: PASSWORDS.admin,
  SITE_USER_PASSWORD: PASSWORDS.user,
  ROLLCALL_SECRETS_CI: CI_SECRET,
}

/** The running application. */
export class Shop {
  #pages = mkdtempSync(join(tmpdir(), 'rollcall-shop-'))
  #process

  static async start() {
    assert.ok(existsSync(JAR), `${JAR}: missing (expected: built by e2e/run, or by ./rollcall test)`)
    const shop = new Shop()
    const settings = ['--server.port=0', '--server.address=127.0.0.1', `--site.pages=${shop.#pages}`]
    const options = { ready: /Tomcat started on port (\d+)/, env: ENV, timeoutMs: 120_000 }
    shop.#process = await launch('java', [...QUICK, '-jar', JAR, ...settings], options)
    return shop
  }

  get url() {
    return `http://127.0.0.1:${this.#process.match[1]}`
  }

  /** Waits for a line of the application's log. */
  line(pattern) {
    return this.#process.line(pattern)
  }

  /** Builds the front end and puts it where the shop looks first. No tab is notified. */
  publish(id) {
    publish(id, this.#pages)
  }

  /** Serves a file below /assets, beside those of the front end. */
  serve(name, file) {
    const path = join(this.#pages, 'assets', name)
    mkdirSync(dirname(path), { recursive: true })
    copyFileSync(file, path)
    return `/assets/${name}`
  }

  /** Calls an admin endpoint as CI does: a GET, or a POST if there is a body. */
  ci(path, body, secret = CI_SECRET) {
    const data = body ? ['--header', 'Content-Type: application/json', '--data', JSON.stringify(body)] : []
    return curl('--header', `Authorization: Bearer ${secret}`, ...data, `${this.url}/__skew/admin/${path}`)
  }

  async stop() {
    const { code } = await this.#process.stop()
    rmSync(this.#pages, { recursive: true, force: true })
    // The exit code of a JVM after SIGTERM.
    assert.equal(code, 143, this.#process.lines.join('\n'))
  }
}

/** A visitor with their own browser. */
export class Visitor {
  said = []
  #context
  #shop

  static async to(shop, browser, options) {
    const visitor = new Visitor()
    visitor.#shop = shop
    visitor.#context = await newContext(browser, options)
    return visitor
  }

  /** Opens a tab and waits until it is connected. */
  async open(path) {
    const page = await this.#context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && this.said.push(message.text()))
    page.on('pageerror', (error) => this.said.push(String(error)))
    await page.goto(this.#shop.url + path)
    await connected(page)
    return page
  }

  /** Opens the admin page, which redirects to the login page, and signs in there. */
  async signIn(name, password = PASSWORDS[name]) {
    const page = await this.open('/admin')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    return page
  }

  /** Opens the built-in dashboard, as a person whom the shop knows. */
  async dashboard() {
    const page = await this.#context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => this.said.push(String(error)))
    await page.goto(`${this.#shop.url}/__skew/dashboard/`)
    await page.getByText('by the application').waitFor()
    return page
  }

  leave() {
    return this.#context.close()
  }
}

/** Waits until the tab is connected and runs this build. */
export function connected(page, build = '') {
  return page.getByText(new RegExp(`^This tab: ${build}.*, connected by`)).waitFor()
}

/** Waits until a table of the admin page has exactly these rows. */
export async function rows(page, table, expected) {
  const all = page.getByRole('table', { name: table }).locator('tbody').getByRole('row')
  await Promise.all(expected.map((name) => all.and(page.getByRole('row', { name })).first().waitFor()))
  await all.nth(expected.length).waitFor({ state: 'detached' })
}
