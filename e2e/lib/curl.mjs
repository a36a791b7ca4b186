// SPDX-License-Identifier: Apache-2.0
// The real curl, as used by CI and by people in a hurry.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ADMIN_SECRET } from './server.mjs'

const run = promisify(execFile)

/** Runs curl and returns the status and the JSON of the answer. */
export async function curl(...args) {
  const { stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '10', '--write-out', '\n%{http_code}', ...args])
  const end = stdout.lastIndexOf('\n')
  const body = stdout.slice(0, end)
  return { status: Number(stdout.slice(end + 1)), body: body ? JSON.parse(body) : undefined }
}

/**
 * Calls an admin endpoint with the secret of every test server: a GET, or a POST if there is a body.
 *
 * @returns the JSON of the answer
 */
export async function admin(server, path, body) {
  const data = body ? ['--header', 'Content-Type: application/json', '--data', JSON.stringify(body)] : []
  const answer = await curl('--header', `Authorization: Bearer ${ADMIN_SECRET}`, ...data, `${server.url}/__skew/admin/${path}`)
  return answer.body
}
