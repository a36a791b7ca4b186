// SPDX-License-Identifier: Apache-2.0
// The folder of an app: made by the framework's own starter, with the client and the recipe's files.

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** No questions, no telemetry, no colours, no scripts of packages. */
export const QUIET = {
  CI: 'true', NO_COLOR: '1', npm_config_yes: 'true', npm_config_ignore_scripts: 'true', npm_config_audit: 'false',
  npm_config_fund: 'false', ASTRO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false',
  NUXT_TELEMETRY_DISABLED: '1',
}

/** Runs a program in a folder. If it fails, the error has what it printed. */
export async function run([program, ...args], cwd, env = {}) {
  try {
    await execute(program, args, { cwd, env: { ...process.env, ...QUIET, ...env }, maxBuffer: 1 << 26 })
  } catch ({ message, stdout, stderr }) {
    throw new Error(`${message}\n${stdout}\n${stderr}`)
  }
}

const home = process.env.FRAMEWORKS_DIR ? resolve(process.env.FRAMEWORKS_DIR) : temporary()

function temporary() {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-frameworks-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Makes the app of a recipe, or takes the one that is kept from an earlier run, and returns its folder. */
export async function makeFolder(name, { starter, packages, modules = [] }) {
  const folder = join(home, name)
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(home, { recursive: true })
    if (starter) await run(['npx', ...starter(name)], home)
    else cpSync(here(`recipes/${name}/starter`), folder, { recursive: true })
    await run(['npm', 'install'], folder)
  }
  await run(['npm', 'install', ...(await Promise.all(['client', ...modules].map(pack))), ...packages], folder)
  for (const part of ['files', 'pages']) cpSync(here(`recipes/${name}/${part}`), folder, { recursive: true })
  return folder
}

const packed = new Map()

/** Packs a package of this repository as it would be published, builds it first where that is necessary, and returns the file. */
function pack(module) {
  if (!packed.has(module)) packed.set(module, packOnce(module, here(`../../${module}`)))
  return packed.get(module)
}

async function packOnce(module, folder) {
  if (!existsSync(join(folder, 'dist'))) {
    await run(['npm', 'ci'], folder)
    await run(['npm', 'run', 'build'], folder)
  }
  await run(['npm', 'pack', '--pack-destination', home], folder)
  return join(home, `rollcall-${module}-0.1.0.tgz`)
}
