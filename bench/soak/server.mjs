// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { Clock } from './clock.mjs'

const SECRET = 'soak-correct-horse-battery'

/** The heap is small and in memory from the start: a leak in it ends the process, and any growth is outside it. */
const SPRING_JAVA = ['-XX:+UseSerialGC', '-Xms192m', '-Xmx192m', '-XX:+AlwaysPreTouch']

/** All of the container's threads from the start, so that any more are a leak. */
const SPRING_THREADS = ['--server.tomcat.threads.max=32', '--server.tomcat.threads.min-spare=32']

/** The settings that examples/spring-boot-vue also needs. */
const SHOP = { SITE_ADMIN_PASSWORD: 'soak-admin-password', SITE_USER_PASSWORD: 'soak-user-password' }

const SETTINGS = {
  'admin-secret': SECRET,
  keepalive: '1s',
  'poll-interval': '1s',
  'stats-connections': '10000',
  'stats-bytes-per-second': '100000000',
  'max-routes': '10000',
}

/** Returns a port that nobody listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** The server under test: a process that can be stopped, continued and restarted on the same port. */
export class Server {
  static async start(options) {
    const server = new Server(options, await freePort())
    await server.up('v0')
    return server
  }

  constructor(options, port) {
    this.options = options
    this.port = port
    this.log = []
    this.clock = new Clock()
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`
  }

  get base() {
    return `${this.origin}/__skew`
  }

  /** Starts the process and waits until it answers. */
  async up(version) {
    const [command, ...given] = this.options.spring
      ? ['java', ...SPRING_JAVA, '-jar', this.options.spring]
      : this.options.server.split(' ')
    this.process = spawn(command, [...given, ...this.settings(version)], {
      env: { ...process.env, ...SHOP, ...this.clock.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const input of [this.process.stdout, this.process.stderr]) {
      createInterface({ input }).on('line', (line) => {
        this.log.push(line)
        if (this.log.length > 400) this.log.shift()
      })
    }
    for (let i = 0; i < 600; i++) {
      if (this.process.exitCode !== null) throw new Error(`the server ended with ${this.process.exitCode}:\n${this.log.join('\n')}`)
      try {
        if ((await fetch(`${this.base}/health`)).ok) return
      } catch {
        // not there yet
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('the server did not answer within a minute')
  }

  settings(version) {
    const all = { ...SETTINGS, 'current-version': version }
    if (!this.options.spring) {
      return [...Object.entries(all).map(([name, value]) => `--${name}=${value}`), `--port=${this.port}`, '--host=127.0.0.1', '--warm-up=false', '--data-dir=none']
    }
    const spring = { ...all, 'secrets.admin': SECRET }
    delete spring['admin-secret']
    return [...Object.entries(spring).map(([name, value]) => `--rollcall.${name}=${value}`), `--server.port=${this.port}`, '--server.address=127.0.0.1', ...SPRING_THREADS]
  }

  /** Ends the process in order, and returns its exit code. */
  async down() {
    const ended = new Promise((resolve) => this.process.once('exit', (code) => resolve(code)))
    this.process.kill('SIGTERM')
    return ended
  }

  signal(name) {
    process.kill(this.pid(), name)
  }

  /** Returns the pid of the Java process, which replaces the launcher. */
  pid() {
    return this.process.pid
  }

  /** Returns what the process uses now. */
  usage() {
    const status = readFileSync(`/proc/${this.pid()}/status`, 'utf8')
    const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0)
    return {
      megabytes: Math.round(of('VmRSS') / 1024),
      threads: of('Threads'),
      files: readdirSync(`/proc/${this.pid()}/fd`).length,
    }
  }

  /** Signs an administrator in, as the dashboard does. */
  async signIn() {
    const answer = await fetch(`${this.base}/admin/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.origin },
      body: JSON.stringify({ secret: SECRET }),
    })
    return { ok: answer.ok, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] }
  }

  /** Returns the server's time: the last row of the history is now. */
  async now() {
    return (await this.admin('/admin/history')).at.at(-1)
  }

  /**
   * Sends a request of the administrator on its own connection: a container whose clock is set ahead would take a kept one for
   * idle, and close it at that moment. Returns the JSON of the answer.
   */
  async admin(path, body, headers = {}) {
    const answer = await fetch(this.base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json', Connection: 'close', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const json = await answer.json()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(json)}`)
    return json
  }
}
