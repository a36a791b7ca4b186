// SPDX-License-Identifier: Apache-2.0
// Starts the real server and the real demo from their jars.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './process.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const jar = join(root, 'server', 'target', 'rollcall.jar')
const demoJar = join(root, 'demo', 'target', 'rollcall-demo.jar')

/** The admin secret of every server that a test starts. */
export const ADMIN_SECRET = 'e2e-admin-secret-0123456789abcdef'

/**
 * Starts a server on loopback.
 *
 * @param {string[]} settings further command line settings, such as `--allowed-origins=http://...`
 * @param {number} port the port; 0 takes any free port
 * @param {{adminSecret?: string | null}} options null lets the server generate a secret and print it
 * @returns {Promise<{url: string, port: number, lines: string[], line(pattern: RegExp): Promise<RegExpMatchArray>, pid:
 *     number, stop(): Promise<void>, kill():
 *     Promise<void>}>} `stop` shuts it down in order and asserts that it exits with 0; `kill` ends it without warning
 */
export function startServer(settings = [], port = 0, { adminSecret = ADMIN_SECRET } = {}) {
  const secret = adminSecret ? [`--admin-secret=${adminSecret}`] : []
  const forgets = settings.some((setting) => setting.startsWith('--data-dir=')) ? [] : ['--data-dir=none']
  return start([jar], ['-jar', jar, 'serve', '--host=127.0.0.1', ...forgets, `--port=${port}`, ...secret, ...settings])
}

/** Starts the demo on any free port, with this number of visitors. */
export function startDemo(visitors) {
  return start([jar, demoJar], ['-cp', [jar, demoJar].join(delimiter), 'dev.rollcall.demo.Main', '--port=0', `--visitors=${visitors}`, '--admin-secret', ADMIN_SECRET])
}

async function start(jars, args) {
  for (const path of jars) assert.ok(existsSync(path), `${path}: missing (expected: built by e2e/run, or by ./rollcall test)`)
  const server = await launch('java', ['-Xmx256m', ...args], { ready: /https?:\/\/[^\s/]*:(\d+)/ })
  const bound = Number(server.match[1])
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    lines: server.lines,
    line: server.line,
    pid: server.pid,
    async stop() {
      const { code, signal } = await server.stop()
      assert.deepEqual({ code, signal }, { code: 0, signal: null }, `exit after SIGTERM\n${server.lines.join('\n')}`)
    },
    async kill() {
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
  }
}
