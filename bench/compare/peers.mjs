// SPDX-License-Identifier: Apache-2.0
// The peers that are measured: how to build, start and address each of them.

import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run, serve } from './programs.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const root = here('../..')
const out = here('target')
export const load = here('../load/target/rollcall-load')
const floor = here('../load/target/rollcall-floor')

const SECRET = 'only-for-this-measurement-on-loopback'
const listening = (output) => output.includes('istening on')
const log = (name) => `${out}/${name}.log`

// The server announces that it listens before it warms itself up.
const WARM_UP_MS = 3000

// The launcher becomes the server (exec), so the started process is the one to measure.
function startRollcall(name) {
  return async (port, tabs) => {
    const server = await serve(
      `${root}/rollcall`,
      ['serve', '--host=127.0.0.1', '--data-dir=none', `--port=${port}`, '--current-version=v0',
        // Its own estimate keeps more open files in reserve than 18,000 tabs of 20,000 files would leave.
        `--max-connections=${tabs + 100}`],
      { log: log(`${name}-${port}`), env: { ROLLCALL_ADMIN_SECRET: SECRET }, ready: (output) => output.includes('listens on') },
    )
    await wait(WARM_UP_MS)
    return server
  }
}

const bearer = `Authorization: Bearer ${SECRET}`

/** The load generator's options for every server that speaks the contract. */
export const rollcallArgs = ['--admin-header', bearer, '--trigger-header', bearer, '--trigger', 'POST /__skew/admin/releases {"version":"{tag}"}']
const module = (strategy) => `${here('peers/nuxt')}/.output/${strategy}/server/index.mjs`
const startNuxt = (strategy) => (port) =>
  serve('node', [module(strategy)], { log: log(`nuxt-${strategy}`), env: { HOST: '127.0.0.1', PORT: `${port}`, NODE_ENV: 'production' }, ready: listening })
const nuxtArgs = (strategy) => [
  '--path', `/__skew/${strategy}?route={route}`, '--header', 'Cookie: __nkpv={version}', '--trigger', 'GET /fan?tag={tag}']
const startNode = (name) => (port) => serve('node', [here(`peers/node/${name}.mjs`), `${port}`], { log: log(name), ready: listening })

const buildRollcall = () =>
  run('mvn', ['-B', '-q', '-ntp', '-pl', 'server', '-am', 'package', '-Dmaven.test.skip=true', '-Dspotless.check.skip'], { cwd: root })
const installNode = () => install(here('peers/node'))

// npm keeps a copy of the lock file. While that copy is newer, nothing needs to be installed.
async function install(cwd) {
  const age = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)
  if (age(`${cwd}/node_modules/.package-lock.json`) >= age(`${cwd}/package-lock.json`)) return
  await run('npm', ['ci', '--ignore-scripts', '--no-progress'], { cwd })
}

async function buildNuxt() {
  const cwd = here('peers/nuxt')
  await install(cwd)
  for (const strategy of ['sse', 'ws']) await run('npm', ['run', '--silent', 'build'], { cwd, env: { NUXT_SKEW_STRATEGY: strategy } })
}

async function buildBench() {
  await run('mvn', ['-B', '-q', '-ntp', '-pl', 'bench', '-am', '-Pbench-classpath', '-Dmaven.test.skip', '-Dspotless.check.skip', 'verify'], { cwd: root })
}

const classPath = () => readFileSync(here('../target/classpath.txt'), 'utf8').trim().split(':')

// Leaves out Rollcall's own modules and the libraries that only they need: this is an application without Rollcall.
function springClassPath() {
  const others = classPath().filter((entry) => !/projectreactor|io\/netty|reactor-netty|webflux|boot-reactor/.test(entry))
  return others.filter((entry) => entry.startsWith(here('..')) || !entry.startsWith(root)).join(':')
}

// The heap gives back unused memory at once, so that the process's memory reflects what the tabs take. All ways get the same options.
const REACTOR_JVM = ['-XX:+UseSerialGC', '-Xms16m', '-Xmx1g', '-XX:MinHeapFreeRatio=10', '-XX:MaxHeapFreeRatio=20', '-XX:-ShrinkHeapInSteps',
  '-Dio.netty.jfr.enabled=false', `-Dlogback.configurationFile=${here('peers/reactor/logback.xml')}`, `-Dlogging.config=${here('peers/reactor/logback.xml')}`]

/** Starts `bench/.../reactor/ReactorServer`, which holds tabs in one way. */
export const startReactor = (way, port, tabs) =>
  serve('java', [...REACTOR_JVM, '-cp', classPath().join(':'), 'dev.rollcall.bench.reactor.ReactorServer', `${port}`, way, SECRET, `${tabs + 100}`],
    { log: log(`reactor-${way}`), env: { MALLOC_ARENA_MAX: '1' }, ready: listening, timeoutMs: 120_000 })

/** Provides Debian's nginx with the nchan module: the installed one, or one extracted from its packages. */
export async function fetchNchan() {
  const folder = `${out}/debian`
  mkdirSync(folder, { recursive: true })
  makeNginxFolder()
  if (nginxFiles().module) return
  const packages = ['libnginx-mod-nchan', ...(existsSync('/usr/sbin/nginx') ? [] : ['nginx-core', 'nginx', 'nginx-common'])]
  for (const name of packages) {
    // In newer Debian releases nginx-core is part of nginx.
    await run('apt-get', ['download', name], { cwd: folder }).catch((error) => {
      if (name !== 'nginx-core') throw error
    })
  }
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.deb'))) await run('dpkg', ['-x', file, 'files'], { cwd: folder })
  if (!nginxFiles().module) throw new Error('nchan: no module in libnginx-mod-nchan (expected: ngx_nchan_module.so)')
}

// nchan keeps a folder there whatever the configuration says; installing Debian's package makes it, extracting the package does
// not.
function makeNginxFolder() {
  try {
    mkdirSync('/var/lib/nginx', { recursive: true })
  } catch (error) {
    throw new Error(`nchan: /var/lib/nginx cannot be made: ${error.code} (expected: that it exists; as root: mkdir /var/lib/nginx)`)
  }
}

/** Returns where nginx and its nchan module are; undefined if they are missing. */
export function nginxFiles() {
  const found = (path) => [`${path}`, `${out}/debian/files${path}`].find(existsSync)
  return { binary: found('/usr/sbin/nginx'), module: found('/usr/lib/nginx/modules/ngx_nchan_module.so') }
}

async function startNchan(port, tabs) {
  const { binary, module: path } = nginxFiles()
  const config = `${out}/nchan.conf`
  const user = process.getuid() === 0 ? 'user root;' : ''
  writeFileSync(config, `
load_module ${path};
${user} daemon off; worker_processes auto; worker_rlimit_nofile 20000; pid ${out}/nchan.pid; error_log ${log('nchan-error')} warn;
events { worker_connections ${tabs + 1000}; }
http {
  access_log off; client_body_temp_path ${out}/nchan-body; proxy_temp_path ${out}/nchan-proxy; fastcgi_temp_path ${out}/nchan-fastcgi;
  uwsgi_temp_path ${out}/nchan-uwsgi; scgi_temp_path ${out}/nchan-scgi;
  server {
    listen 127.0.0.1:${port} reuseport backlog=4096;
    location = /tab { nchan_subscriber eventsource websocket; nchan_channel_id all; nchan_subscriber_first_message newest; }
    location = /fan { nchan_publisher; nchan_channel_id all; }
  }
}
`)
  return serve(binary, ['-p', out, '-c', config], { log: log('nchan'), ready: () => answers(port) })
}

/** Returns whether a server answers on this port. */
async function answers(port) {
  try {
    await fetch(`http://127.0.0.1:${port}/nothing`, { signal: AbortSignal.timeout(1000) }).then((answer) => answer.arrayBuffer())
    return true
  } catch {
    return false
  }
}

const nchanArgs = ['--path', '/tab', '--greeting', '', '--id-key', '', '--trigger',
  'POST /fan {"type":"version","version":"{tag}","timestamp":1700000000000}']

/**
 * The peers. `prepare` names the step that builds or installs a peer; several peers may share one. `start(port, tabs)` starts a fresh process.
 * `args` are for the load generator. `asleep` is how many times longer than Rollcall the peer may take to write to all tabs. `updates` are the
 * rates of route updates per second at which its stats are measured. `storms` is how often all tabs reconnect, without an admin (default 3)
 * and again while one watches (default 1). `frees` is false if the peer never releases closed tabs on its own.
 */
export const peers = [
  { name: 'floor', title: 'C floor, 2 threads', prepare: 'load', start: (port) => serve(floor, [`${port}`, '2'], { log: log('floor'), ready: listening }),
    args: ['--id-key', '', '--trigger', 'GET /send?{tag}'] },
  { name: 'rollcall-sse', title: 'Rollcall, SSE', prepare: 'rollcall', start: startRollcall('rollcall-sse'), args: rollcallArgs, updates: [50, 5000], storms: 10 },
  { name: 'rollcall-ws', title: 'Rollcall, WebSocket', prepare: 'rollcall', start: startRollcall('rollcall-ws'), args: ['--protocol', 'ws', ...rollcallArgs],
    updates: [50, 5000], storms: 10 },
  { name: 'rollcall-delta', title: 'Rollcall, WebSocket, stats as deltas', prepare: 'rollcall', start: startRollcall('rollcall-delta'), onlyStats: true,
    args: ['--protocol', 'ws', ...rollcallArgs, '--subscribe', '{"type":"subscribe-stats","delta":true}'], updates: [50, 5000], storms: 10 },
  { name: 'nuxt-sse', title: 'nuxt-skew-protection, SSE', prepare: 'nuxt', start: startNuxt('sse'), args: nuxtArgs('sse'), asleep: 5, updates: [50] },
  { name: 'nuxt-ws', title: 'nuxt-skew-protection, WebSocket', prepare: 'nuxt', start: startNuxt('ws'), args: ['--protocol', 'ws', ...nuxtArgs('ws')], asleep: 5,
    updates: [50] },
  { name: 'nchan-sse', title: 'nginx with nchan, SSE', prepare: 'nchan', start: startNchan, args: nchanArgs },
  { name: 'nchan-ws', title: 'nginx with nchan, WebSocket', prepare: 'nchan', start: startNchan, args: ['--protocol', 'ws', ...nchanArgs] },
  { name: 'ws', title: 'Node, ws', prepare: 'node', start: startNode('ws'), asleep: 2,
    args: ['--protocol', 'ws', '--path', '/', '--id-key', '', '--trigger', 'GET /?tag={tag}'] },
  { name: 'socketio', title: 'Node, socket.io', prepare: 'node', start: startNode('socketio'), asleep: 2,
    args: ['--protocol', 'ws', '--path', '/socket.io/?EIO=4&transport=websocket', '--hello', '40', '--ping', '2', '--pong', '3', '--greeting', '40{"sid"',
      '--id-key', '', '--trigger', 'GET /?tag={tag}'] },
  { name: 'spring', title: 'Spring MVC, SseEmitter', prepare: 'spring', asleep: 5, frees: false, args: ['--path', '/sse', '--id-key', '', '--trigger', 'GET /fan?tag={tag}'],
    start: (port) => serve('java', ['-cp', springClassPath(), 'dev.rollcall.bench.emitter.EmitterServer', `${port}`], { log: log('spring'), ready: listening }) },
]

/** The steps that build or install what a peer needs, by name. */
export const preparations = {
  load: () => run(here('../load/build'), [], { showErrors: true }),
  rollcall: buildRollcall,
  nuxt: buildNuxt,
  nchan: fetchNchan,
  node: installNode,
  spring: buildBench,
  reactor: buildBench,
}
