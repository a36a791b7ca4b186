// SPDX-License-Identifier: Apache-2.0
import { announce, type Announced } from './announce'
import { readArguments, type AnnounceOptions } from './arguments'
import { builtVersion } from './built-version'
import { EXIT, Failure } from './failure'

/** What a command needs from its process. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

const HELP = `Tells a Rollcall server that a new version is out. Run it when the new build is being served: the last step of a deploy.

  rollcall announce [version] --url https://www.example.com

The secret is taken from the environment. To try it with a server on this machine:

  ./rollcall serve --current-version build-1 --ci-secret a-long-ci-secret
  ROLLCALL_CI_SECRET=a-long-ci-secret npx rollcall announce build-2 --url http://localhost:8080

  version       the version to announce; by default that of the build in this folder (dist/version.json,
                .output/public/version.json), otherwise the commit
  -u, --url     the site, or the base address of the server (/__skew is added to an address without a path)
  --force       tabs on older versions reload by themselves
  --dry-run     only counts the tabs
  --timeout     seconds to wait for the answer (default: 10)
  -h, --help    shows this help

Environment: ROLLCALL_CI_SECRET or ROLLCALL_ADMIN_SECRET (a secret, or file:/path), ROLLCALL_URL (instead of --url).

Exit code: 0 announced, or current already; 2 wrong arguments or environment; 3 no Rollcall server at that address;
4 the server refused, for example because of a wrong secret.`

/** Runs the command `rollcall` and returns its exit code. */
export async function rollcall(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const options = readArguments(args, terminal.env)
    if (options === undefined) terminal.out(HELP)
    else terminal.out(await announceBuilt(options, terminal))
    return EXIT.done
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    terminal.err(`rollcall: ${error.message}`)
    return error.code
  }
}

async function announceBuilt(options: AnnounceOptions, { folder, env }: Terminal): Promise<string> {
  const { version, source } = options.version === undefined ? builtVersion(folder, env) : { version: options.version, source: '' }
  const announced = await announce({ ...options, version })
  return `${sentence(announced, options)}${source === '' ? '' : ` Version from ${source}.`}`
}

function sentence({ version, previous, matched, unchanged, rollback }: Announced, { dryRun, force }: AnnounceOptions): string {
  const tabs = matched === 1 ? '1 tab' : `${matched} tabs`
  const effect = `${tabs} on older versions ${force ? (matched === 1 ? 'reloads' : 'reload') : matched === 1 ? 'was notified' : 'were notified'}`
  if (dryRun) return `Dry run: ${version} would be announced to ${tabs} on older versions.`
  if (unchanged) return `${version} is current already.${force ? ` ${effect}.` : ''}`
  return `Announced ${version}${rollback ? ', a rollback' : ''} (before: ${previous ?? 'none'}). ${effect}.`
}
