// SPDX-License-Identifier: Apache-2.0
// The servers whose TLS is measured: Rollcall on BoringSSL and on Java's TLS, and nginx with nchan.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fetchNchan, nginxFiles } from '../compare/peers.mjs'
import { serve } from '../compare/programs.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const out = here('target')
mkdirSync(out, { recursive: true })
mkdirSync(here('../compare/target'), { recursive: true })

export const PORT = 8491

/** The kinds of keys, and what openssl needs to make them. */
export const KEYS = { ECDSA: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], RSA: ['-newkey', 'rsa:2048'] }

/** Makes a certificate. Returns its files. */
function certificate(kind) {
  const files = { key: `${out}/${kind}-key.pem`, certificate: `${out}/${kind}.pem` }
  execFileSync('openssl', ['req', '-x509', ...KEYS[kind], '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' })
  return files
}

/** Starts Rollcall, and waits until it has warmed up. `kind` is the kind of key; null in the clear. */
const rollcall = (native) => async (kind, tabs) => {
  const files = kind === null ? null : certificate(kind)
  const tls = files === null ? [] : [`--tls-certificate=${files.certificate}`, `--tls-key=${files.key}`, `--native-tls=${native}`]
  const server = await serve(
    here('../../rollcall'),
    ['serve', '--host=127.0.0.1', '--data-dir=none', `--port=${PORT}`, '--current-version=v0', `--max-connections=${tabs + 100}`, ...tls],
    { log: `${out}/rollcall.log`, env: { ROLLCALL_ADMIN_SECRET: 'only-for-this-measurement' }, ready: (output) => output.includes('listens on') },
  )
  await wait(4000)
  return server
}

async function nginx(kind, tabs) {
  await fetchNchan()
  const { binary, module } = nginxFiles()
  const files = kind === null ? null : certificate(kind)
  const tls = files === null ? '' : `ssl_certificate ${files.certificate}; ssl_certificate_key ${files.key}; ssl_protocols TLSv1.2 TLSv1.3;`
  writeFileSync(`${out}/nginx.conf`, `
load_module ${module};
${process.getuid() === 0 ? 'user root;' : ''} daemon off; worker_processes auto; worker_rlimit_nofile 20000; pid ${out}/nginx.pid; error_log ${out}/nginx-error.log warn;
events { worker_connections ${tabs + 1000}; }
http {
  access_log off; client_body_temp_path ${out}/body; proxy_temp_path ${out}/proxy; fastcgi_temp_path ${out}/fastcgi; uwsgi_temp_path ${out}/uwsgi; scgi_temp_path ${out}/scgi;
  server {
    listen 127.0.0.1:${PORT} ${files === null ? '' : 'ssl'} reuseport backlog=4096; ${tls}
    location /__skew/sse { nchan_subscriber eventsource; nchan_channel_id all; nchan_subscriber_first_message newest; }
    location = /__skew/health { default_type application/json; return 200 '{"ok":true}'; }
  }
}
`)
  const server = await serve(binary, ['-p', out, '-c', `${out}/nginx.conf`], { log: `${out}/nginx.log`, ready: () => true })
  await wait(1000)
  return server
}

/** The servers in the order of the tables. */
export const SERVERS = [
  { name: 'Rollcall, BoringSSL', start: rollcall(true), http2: true },
  { name: "Rollcall, Java's TLS", start: rollcall(false), http2: true },
  { name: 'nginx with nchan', start: nginx, http2: false },
]

const sum = (numbers) => numbers.reduce((all, number) => all + number, 0)

/** Returns the memory of a server, in bytes: what its processes do not share, and their share of the rest. */
export const memory = (server) =>
  sum(server.pids().map((pid) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/Pss:\s+(\d+)/)[1]) * 1024))

/** Returns the processor time of a server, in microseconds, to the hundredth of a second. */
export const processor = (server) =>
  sum(server.pids().map((pid) => sum(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number)))) * 10_000
