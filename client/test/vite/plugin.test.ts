// SPDX-License-Identifier: Apache-2.0
// The plugin in real builds and development servers.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, resolveConfig, type InlineConfig, type Rollup } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import rollcall, { type RollcallViteOptions } from '../../src/vite/index'
import { file, folder, repository } from './folders'

const PAGE = '<!doctype html><html><head></head><body><script type="module" src="/main.js"></script></body></html>'
const CODE = "import { BUILD_ID } from '@rollcall/client/build'\nconsole.log('build', BUILD_ID)\n"
const SITE = { 'index.html': PAGE, 'main.js': CODE, 'server.js': `${CODE}export const render = () => BUILD_ID\n` }

// What the name resolves to if the package is installed.
const alias = { '@rollcall/client/inject': fileURLToPath(new URL('../../src/inject/inject.ts', import.meta.url)) }

function configOf(root: string, options?: RollcallViteOptions, more: InlineConfig = {}): InlineConfig {
  return { root, configFile: false, logLevel: 'silent', resolve: { alias }, plugins: [rollcall(options)], ...more }
}

/** Builds and returns the id in the code, which is asserted to be in version.json, if that is there. */
async function built(root: string, options?: RollcallViteOptions, more: InlineConfig = {}): Promise<string> {
  await build(configOf(root, options, more))
  return idIn(join(root, more.build?.outDir ?? 'dist'))
}

function idIn(dist: string): string {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?js$/.test(name))
  const code = files.map((name) => readFileSync(join(dist, name), 'utf8')).join('')
  const id = /\d{8}-\d{6}-[0-9a-f]{6}|[0-9a-f]{12}(-dirty-[0-9a-f]{8})?|given-\w+/.exec(code)?.[0] ?? expect.unreachable(`no build id in ${dist}`)
  const version = join(dist, 'version.json')
  if (existsSync(version)) expect(JSON.parse(readFileSync(version, 'utf8'))).toEqual({ version: id })
  return id
}

// These tests do not build what a build service builds.
beforeAll(() => {
  for (const name of ['GITHUB_SHA', 'CI_COMMIT_SHA', 'VERCEL_GIT_COMMIT_SHA', 'CF_PAGES_COMMIT_SHA', 'COMMIT_REF', 'BITBUCKET_COMMIT']) vi.stubEnv(name, '')
})

afterAll(() => vi.unstubAllEnvs())

describe('a build', () => {
  it('has its id in the code and in version.json', async () => {
    const root = folder(SITE)
    expect(await built(root, { build: 'given-a' })).toBe('given-a')
    expect(existsSync(join(root, 'dist/version.json'))).toBe(true)
  })

  it('below a base has version.json next to its pages; without the file, or under another name, as configured', async () => {
    const root = folder(SITE)
    await built(root, { versionFile: 'build.json' }, { base: '/app/' })
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['assets', 'build.json', 'index.html'])
    await built(root, { versionFile: false })
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['assets', 'index.html'])
  })

  it('of pages and of their server have one id, in one process and in two, and only pages have a version.json', async () => {
    const root = folder(SITE)
    const server: InlineConfig = { build: { ssr: 'server.js', outDir: 'dist-server' } }
    const pages = await built(root)
    expect(await built(root, {}, server)).toBe(pages)
    expect(readdirSync(join(root, 'dist-server'))).toEqual([expect.stringMatching(/^server\.m?js$/)])

    vi.resetModules()
    const { rollcall: ofOtherProcess } = await import('../../src/vite/index')
    await build(configOf(root, {}, { ...server, plugins: [ofOtherProcess()] }))
    expect(idIn(join(root, 'dist-server'))).toBe(pages)
  })

  it('that is watched gets an id with each change', async () => {
    const root = repository({ ...SITE, '.gitignore': 'dist\nnode_modules\n' })
    const watcher = (await build(configOf(root, {}, { build: { watch: {} } }))) as Rollup.RollupWatcher
    const next = (former?: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const hear = (event: { code: string; error?: Error }): void => {
          if (event.code === 'ERROR') reject(event.error)
          if (event.code === 'END' && idIn(join(root, 'dist')) !== former) resolve(idIn(join(root, 'dist')))
        }
        watcher.on('event', hear as never)
      })
    try {
      const first = await next()
      file(root, 'main.js', `${CODE}console.log('more')\n`)
      expect(first).toMatch(/^[0-9a-f]{12}$/)
      expect(await next(first)).toMatch(new RegExp(`^${first}-dirty-`))
    } finally {
      await watcher.close()
    }
  })

  it('puts the client into plain pages when asked', async () => {
    const root = folder({ 'index.html': '<!doctype html><html><head><title>x</title></head><body></body></html>' })
    await built(root, { build: 'given-plain', inject: true, url: '/other' })
    expect(readFileSync(join(root, 'dist/index.html'), 'utf8')).toMatch(/<script type="module"[^>]* src="\/assets\/[^"]+\.js">/)
    const code = readdirSync(join(root, 'dist/assets')).map((name) => readFileSync(join(root, 'dist/assets', name), 'utf8')).join('')
    expect(code.includes('/other') && code.includes('given-plain')).toBe(true)
  })
})

describe('a development server', () => {
  it('plays the server, and lets the next page have the version that was released', async () => {
    const server = await createServer(configOf(folder(SITE), { build: 'given-dev' }, { server: { port: 0, host: '127.0.0.1' } }))
    try {
      await server.listen()
      const site = server.resolvedUrls?.local[0] ?? ''
      const page = async (): Promise<string> => (await fetch(`${site}@id/__x00__rollcall:@rollcall/client/build`)).text()
      expect((await server.transformRequest('/main.js'))?.code).toContain('/@id/__x00__rollcall:@rollcall/client/build')
      expect(await page()).toContain('"given-dev"')
      const headers = { 'content-type': 'application/json' }
      await fetch(`${site}__skew/admin/releases`, { method: 'POST', headers, body: '{"version":"next"}' })
      expect(await page()).toContain('"next"')
      expect(await (await fetch(`${site}__skew/health`)).json()).toMatchObject({ ok: true, version: 'next' })
      expect((await fetch(`${site}__skewed`)).headers.get('content-type')).toContain('html')
    } finally {
      await server.close()
    }
  })

  it('that renders pages gives their server the same id', async () => {
    const server = await createServer(configOf(folder(SITE), { build: 'given-ssr' }, { appType: 'custom', server: { middlewareMode: true } }))
    try {
      const { render } = (await server.ssrLoadModule('/server.js')) as { render(): string }
      expect(render()).toBe('given-ssr')
    } finally {
      await server.close()
    }
  })

  const proxyOf = async (options: RollcallViteOptions, proxy = {}): Promise<Record<string, unknown>> => {
    const config = await resolveConfig(configOf(folder(SITE), options, { server: { proxy } }), 'serve')
    return config.server.proxy as Record<string, unknown>
  }

  it('passes on to a server what is meant for it, WebSockets too, and keeps the host', async () => {
    const [[pattern, options]] = Object.entries(await proxyOf({ serverUrl: 'http://localhost:8080' })) as [[string, object]]
    expect(options).toEqual({ target: 'http://localhost:8080', ws: true, changeOrigin: false })
    const paths = ['/__skew/ws?route=%2F', '/__skew', '/__skew?', '/__skewed', '/a/__skew/ws']
    expect(paths.filter((path) => new RegExp(pattern).test(path))).toEqual(['/__skew/ws?route=%2F', '/__skew', '/__skew?'])
  })

  it('puts the path of the server in place of its own', async () => {
    const [options] = Object.values(await proxyOf({ url: '/live', serverUrl: 'http://localhost:8080/__skew/' })) as [{ rewrite(path: string): string }]
    expect(options.rewrite('/live/sse?a=/live')).toBe('/__skew/sse?a=/live')
  })

  it('leaves a proxy of the application alone', async () => {
    expect(Object.keys(await proxyOf({ serverUrl: 'http://localhost:8080' }, { '/__skew': 'http://localhost:1' }))).toEqual(['/__skew'])
  })

  it('says which setting does not fit', () => {
    expect(() => rollcall({ serverUrl: 'localhost:8080' })).toThrow('serverUrl: localhost:8080 (expected: an address such as')
    expect(() => rollcall({ url: '__skew' })).toThrow('url: __skew')
    expect(() => rollcall({ dev: true, serverUrl: 'http://localhost:8080' })).toThrow('dev: true with a serverUrl')
    expect(() => rollcall({ build: '' })).toThrow('build: ""')
  })
})
