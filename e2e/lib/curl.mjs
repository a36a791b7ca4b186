// SPDX-License-Identifier: Apache-2.0
// The real curl, as CI and people in a hurry use it.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs curl and returns the status and the answer's JSON. */
export async function curl(...args) {
  const { stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '10', '--write-out', '\n%{http_code}', ...args])
  const end = stdout.lastIndexOf('\n')
  const body = stdout.slice(0, end)
  return { status: Number(stdout.slice(end + 1)), body: body ? JSON.parse(body) : undefined }
}
