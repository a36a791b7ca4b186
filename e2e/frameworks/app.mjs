// SPDX-License-Identifier: Apache-2.0
// An app of a framework: built once for each version, and served together with Rollcall.

import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { launch } from '../lib/process.mjs'
import { makeFolder, QUIET, run } from './folder.mjs'
import { serveBehindProxy } from './proxied.mjs'

export class App {
  #recipe
  #folder
  #env
  #server

  /**
   * Makes the app of a recipe.
   *
   * @param {string} name the recipe's folder
   * @param {string} rollcall the address of Rollcall
   */
  static async make(name, rollcall) {
    const app = new App()
    app.#recipe = (await import(`./recipes/${name}/recipe.mjs`)).default
    app.#folder = await makeFolder(name, app.#recipe)
    app.#env = { ROLLCALL_URL: rollcall }
    return app
  }

  /** Which versions of which packages this is. */
  get versions() {
    const version = (name) => JSON.parse(readFileSync(join(this.#folder, 'node_modules', name, 'package.json'))).version
    return this.#recipe.shows.map((name) => `${name} ${version(name)}`).join(', ')
  }

  /** The best transport that its server passes on. */
  get transport() {
    return this.#recipe.transport ?? 'websocket'
  }

  /** Builds a version and puts the output aside. */
  async build(version) {
    const [program, ...args] = this.#recipe.build(version)
    rmSync(this.#output, { recursive: true, force: true })
    await run([this.#bin(program), ...args], this.#folder, { ...this.#env, ...named(version) })
    rmSync(this.#kept(version), { recursive: true, force: true })
    mkdirSync(dirname(this.#kept(version)), { recursive: true })
    renameSync(this.#output, this.#kept(version))
  }

  /** Serves a version instead of what was served before, on this port of loopback. */
  async deploy(version, port) {
    await this.stop()
    rmSync(this.#output, { recursive: true, force: true })
    cpSync(this.#kept(version), this.#output, { recursive: true, verbatimSymlinks: true })
    const { serve } = this.#recipe
    this.#server = serve
      ? await this.#launch(serve(port), version)
      : await serveBehindProxy(this.#output, this.#env.ROLLCALL_URL, port)
  }

  /** Starts the framework's development server. */
  async develop(port) {
    await this.stop()
    this.#server = await this.#launch(this.#recipe.develop(port), '0'.repeat(12))
  }

  async stop() {
    await this.#server?.stop()
    this.#server = undefined
  }

  #launch([program, ...args], version) {
    return launch(this.#bin(program), args.map(String), {
      ready: this.#recipe.ready,
      cwd: this.#folder,
      env: { ...QUIET, HOST: '127.0.0.1', ...this.#env, ...named(version) },
      timeoutMs: 120_000,
      group: true, // some wait for their open connections when asked to end, and leave children behind when killed
    })
  }

  #bin(program) {
    return program === 'npm' ? program : join(this.#folder, 'node_modules', '.bin', program)
  }

  get #output() {
    return join(this.#folder, this.#recipe.output)
  }

  #kept(version) {
    return join(`${this.#folder}-builds`, version)
  }
}

/** A version as a recipe reads it, and as a build service names it: the plugin takes the first twelve digits of a commit. */
function named(version) {
  return { BUILD_ID: version, GITHUB_SHA: version.padEnd(40, '0') }
}
