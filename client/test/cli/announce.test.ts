// SPDX-License-Identifier: Apache-2.0
// The command against real servers: the stand-in, and some that are not Rollcall.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { rollcall } from '../../src/cli/run'
import { createStandIn } from '../../src/vite/stand-in/stand-in'
import { commit, file, folder, repository } from '../vite/folders'

const SECRET = { ROLLCALL_CI_SECRET: 'a-long-ci-secret' }
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answering = (status: number, body: string, headers: Record<string, string> = {}): Promise<string> =>
  serve((_request, response) => response.writeHead(status, headers).end(body))

/** Runs the command as if with npx; returns its exit code and what it printed. */
async function command(line: string, { env = SECRET as NodeJS.ProcessEnv, path = folder() } = {}): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' }
  const code = await rollcall(line.split(' ').filter(Boolean), {
    env,
    folder: path,
    out: (text) => (printed.out += `${text}\n`),
    err: (text) => (printed.err += `${text}\n`),
  })
  return { code, ...printed }
}

describe('announce', () => {
  it('sends the version with the secret, to the base path of the site', async () => {
    const requests: unknown[] = []
    const standIn = createStandIn({ version: 'build-1' })
    const site = await serve((request, response) => {
      requests.push([request.url, request.headers.authorization])
      standIn.handle(request, response)
    })
    expect(await command(`announce build-2 --url ${site}`)).toEqual({
      code: 0,
      out: 'Announced build-2 (before: build-1). 0 tabs on older versions were notified.\n',
      err: '',
    })
    expect(requests).toEqual([['/__skew/admin/releases', 'Bearer a-long-ci-secret']])
    expect(await command(`announce build-2 --url ${site}/__skew/`)).toMatchObject({ code: 0, out: 'build-2 is current already.\n' })
    expect(await command(`announce build-1 --dry-run`, { env: { ...SECRET, ROLLCALL_URL: site } })).toMatchObject({ code: 0, out: expect.stringContaining('Dry run') })
    expect(standIn.version).toBe('build-2')
    expect((await command(`announce build-1 --force -u ${site}`)).out).toContain('a rollback')
  })

  it('finds the version of the build in this folder', async () => {
    const standIn = createStandIn({ version: 'build-1' })
    const site = await serve((request, response) => void standIn.handle(request, response))
    const path = repository()
    const announced = async (): Promise<string> => (await command(`announce --url ${site}`, { path })).out
    const id = commit(path).slice(0, 12)
    expect(await announced()).toContain(`Announced ${id} `)
    file(path, '.output/public/_nuxt/builds/latest.json', '{"id":"nuxt-7","timestamp":1}')
    expect(await announced()).toMatch(/Announced nuxt-7 .* Version from \.output\/public\/_nuxt\/builds\/latest\.json\.\n/)
    file(path, 'dist/version.json', '{"version":"vite-8"}')
    expect(await command(`announce --url ${site}`, { path })).toMatchObject({ code: 2, err: expect.stringContaining('name the version') })
    file(path, '.output/public/_nuxt/builds/latest.json', 'broken')
    expect(await announced()).toContain('Announced vite-8 ')
  })

  it('does not guess a version', async () => {
    const path = repository()
    file(path, 'main.js', 'changed')
    for (const each of [path, folder()]) {
      expect(await command('announce --url http://127.0.0.1:1', { path: each })).toMatchObject({ code: 2, err: expect.stringContaining('no version') })
    }
  })
})

describe('exit code 2', () => {
  it.each([
    ['announce v1', { ROLLCALL_CI_SECRET: 's' }, 'no address (expected: --url'],
    ['announce v1 --url http://x', {}, 'no secret (expected:'],
    ['announce v1 --url http://x', { ROLLCALL_CI_SECRET: 'file:/nowhere/secret' }, 'ROLLCALL_CI_SECRET: ENOENT'],
    ['announce v1 --url http://x', { ROLLCALL_CI_SECRET: 'two words' }, 'ROLLCALL_CI_SECRET: not a secret'],
    ['announce v1 --url example.com', SECRET, '--url: example.com (expected: an address'],
    ['announce v1 v2 --url http://x', SECRET, 'v2: too much'],
    ['announce v1 --url http://x --timeout never', SECRET, '--timeout: never'],
    ['announce v1 --ulr http://x', SECRET, "Unknown option '--ulr'"],
    ['release v1', SECRET, 'release (expected: announce)'],
  ])('%s %j', async (line, env, said) => {
    expect(await command(line, { env })).toEqual({ code: 2, out: '', err: expect.stringContaining(`rollcall: ${said}`) })
  })
})

describe('exit codes 3 and 4', () => {
  it.each([
    [401, '{"error":"no valid secret"}', 4, 'wrong secret'],
    [403, '{"error":"forbidden"}', 4, 'this secret may not announce'],
    [429, '{"error":"slow down"}', 4, 'too many wrong secrets'],
    [400, '{"error":"version: too long"}', 4, '400: version: too long'],
    [503, '{"error":"no secret"}', 4, 'not ready'],
    [404, '{"error":"not found"}', 3, 'answers 404, but not as Rollcall does'],
    [200, '<!doctype html>', 3, 'answers 200, but not as Rollcall does'],
    [502, 'Bad Gateway', 3, 'answers 502, but not as Rollcall does'],
  ])('%d %s', async (status, body, code, said) => {
    const site = await answering(status, body)
    expect(await command(`announce v1 --url ${site}`)).toEqual({ code, out: '', err: expect.stringContaining(`rollcall: ${site}/__skew: ${said}`) })
  })

  it('never takes the secret to another address', async () => {
    let asked = 0
    const other = await serve((_request, response) => (asked++, response.end('{"ok":true}')))
    const site = await answering(308, '', { location: `${other}/__skew/admin/releases` })
    expect(await command(`announce v1 --url ${site}`)).toMatchObject({ code: 3, err: expect.stringContaining(`leads to ${other}`) })
    expect(asked).toBe(0)
  })

  it('nobody is there, or nobody answers', async () => {
    const site = await answering(200, '')
    const gone = servers.splice(0)
    await Promise.all(gone.map((server) => new Promise((resolve) => server.close(resolve))))
    expect(await command(`announce v1 --url ${site}`)).toMatchObject({ code: 3, err: expect.stringContaining('nothing listens there') })
    const silent = await serve(() => {})
    expect(await command(`announce v1 --url ${silent} --timeout 0.05`)).toMatchObject({ code: 3, err: expect.stringContaining('no answer within 0.05 s') })
  })
})

it('a secret may be in a file, as for the server', async () => {
  const path = folder({ secret: 'from-a-file\n' })
  let sent: string | undefined
  const site = await serve((request, response) => {
    sent = request.headers.authorization
    response.end('{"ok":true,"version":"v1","previous":null,"matched":1}')
  })
  const env = { ROLLCALL_ADMIN_SECRET: `file:${path}/secret` }
  expect((await command(`announce v1 --url ${site}`, { env })).out).toBe('Announced v1 (before: none). 1 tab on older versions was notified.\n')
  expect(sent).toBe('Bearer from-a-file')
})

it.each(['', '--help', 'announce --help', 'announce -h'])('%j shows help', async (line) => {
  expect(await command(line, { env: {} })).toEqual({ code: 0, out: expect.stringContaining('rollcall announce [version]'), err: '' })
})
