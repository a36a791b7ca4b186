// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { EXIT, Failure } from './failure'

/** What to announce, where, and with which secret. */
export interface AnnounceOptions {
  /** The version; undefined to use that of the build in this folder. */
  readonly version: string | undefined
  /** The server's base address, without a trailing slash. */
  readonly url: string
  readonly secret: string
  readonly force: boolean
  readonly dryRun: boolean
  readonly timeoutMillis: number
}

const OPTIONS = {
  url: { type: 'string', short: 'u' },
  force: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  timeout: { type: 'string', default: '10' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/**
 * Reads the command line.
 *
 * @returns the options; undefined if help is wanted
 * @throws Failure when something is invalid or missing
 */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): AnnounceOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help || (args.length === 0)) return undefined
  const [command, version, ...more] = positionals
  if (command !== 'announce') throw usage(`${command ?? 'no command'} (expected: announce)`)
  if (more.length > 0) throw usage(`${more.join(' ')}: too much (expected: one version)`)
  return {
    version,
    url: urlOf(values.url ?? env['ROLLCALL_URL']),
    secret: secretOf(env),
    force: values.force,
    dryRun: values['dry-run'],
    timeoutMillis: millisOf(values.timeout),
  }
}

function parse(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }) as { values: Values; positionals: string[] }
  } catch (error) {
    throw usage((error as Error).message)
  }
}

interface Values {
  readonly url?: string
  readonly force: boolean
  readonly 'dry-run': boolean
  readonly timeout: string
  readonly help: boolean
}

/** An address without a path is the site's; the server has its usual path below it. */
function urlOf(given: string | undefined): string {
  if (!given) throw usage('no address (expected: --url https://www.example.com, or ROLLCALL_URL)')
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.username !== '') {
    throw usage(`--url: ${given} (expected: an address such as https://www.example.com or https://www.example.com/__skew)`)
  }
  const path = url.pathname.replace(/\/+$/, '')
  return url.origin + (path === '' ? '/__skew' : path)
}

/** The server reads its own secrets from the same variables, and from files in the same way. */
function secretOf(env: NodeJS.ProcessEnv): string {
  const name = ['ROLLCALL_CI_SECRET', 'ROLLCALL_ADMIN_SECRET'].find((each) => env[each])
  if (name === undefined) throw usage('no secret (expected: the CI or admin secret of the server in ROLLCALL_CI_SECRET)')
  const value = env[name] ?? ''
  const secret = value.startsWith('file:') ? fileOf(name, value.slice('file:'.length)) : value
  if (/^[\x21-\x7e]+$/.test(secret)) return secret
  throw usage(`${name}: not a secret (expected: printable ASCII without spaces, as the server demands)`)
}

function fileOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw usage(`${name}: ${(error as Error).message}`)
  }
}

function millisOf(seconds: string): number {
  const value = Number(seconds)
  if (value > 0 && value <= 600) return value * 1_000
  throw usage(`--timeout: ${seconds} (expected: seconds, up to 600)`)
}

function usage(problem: string): Failure {
  return new Failure(EXIT.usage, `${problem}\nrollcall --help shows an example.`)
}
