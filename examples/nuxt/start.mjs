// SPDX-License-Identifier: Apache-2.0
// Starts the example: the Nuxt server, Rollcall, and the proxy in front of both.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch } from '../../e2e/lib/process.mjs'
import { createProxy } from './proxy.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

// nuxt-auth-utils seals the session cookie with this password, and Rollcall opens the cookie with it. At least 32 characters.
const SESSION_PASSWORD = process.env.NUXT_SESSION_PASSWORD ?? 'example-only-change-me-0123456789abcdef'
const ADMIN_PASSWORD = process.env.EXAMPLE_ADMIN_PASSWORD ?? 'letmein'

/** The settings that make Rollcall match the app. */
export function rollcallSettings(version) {
  return [
    `--current-version=${version}`,
    `--nuxt-session-password=${SESSION_PASSWORD}`,
    '--nuxt-session-field=user.role=admin',
  ]
}

/** Starts Nuxt's own server on a free port; its build id is the version that its tabs report. */
export async function startNuxt(strategy) {
  const output = here(`./.output/${strategy}`)
  const version = JSON.parse(readFileSync(`${output}/public/_nuxt/builds/latest.json`, 'utf8')).id
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    NUXT_SESSION_PASSWORD: SESSION_PASSWORD,
    EXAMPLE_ADMIN_PASSWORD: ADMIN_PASSWORD,
  }
  const nuxt = await launch('node', [`${output}/server/index.mjs`], { ready: /http:\/\/\S+?:(\d+)/, env })
  return { url: `http://127.0.0.1:${nuxt.match[1]}`, version, adminPassword: ADMIN_PASSWORD, stop: nuxt.stop }
}

/** Starts the proxy in front of both. */
export async function startProxy(app, rollcall, port = 0) {
  const proxy = createProxy({ app, rollcall })
  await new Promise((resolve, reject) => proxy.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    stop() {
      proxy.closeAllConnections()
      return new Promise((resolve) => proxy.close(resolve))
    },
  }
}

async function main() {
  const strategy = process.env.NUXT_SKEW_STRATEGY === 'ws' ? 'ws' : 'sse'
  const nuxt = await startNuxt(strategy)
  const settings = ['serve', '--host=127.0.0.1', '--data-dir=none', '--port=0', ...rollcallSettings(nuxt.version)]
  // The first start builds Rollcall, which takes a while.
  const rollcall = await launch(here('../../rollcall'), settings, { ready: /https?:\/\/[^\s/]*:(\d+)/, timeoutMs: 600_000 })
  const proxy = await startProxy(nuxt.url, `http://127.0.0.1:${rollcall.match[1]}`, Number(process.env.PORT ?? 3000))
  console.log(`Open ${proxy.url} in a few tabs, then ${proxy.url}/login (password: ${nuxt.adminPassword})`)

  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await Promise.all([rollcall.stop(), nuxt.stop()])
      await proxy.stop()
    })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
