// SPDX-License-Identifier: Apache-2.0
import { requestOf, searchOf } from './requests'
import type { Command, ConnectionQuery } from './types'

/** How curl presents a secret that is in the shell and not on a screen. */
const SECRET = `-H "Authorization: Bearer $ROLLCALL_SECRET"`

/**
 * Returns a line for a shell that gives a command.
 *
 * @param base the server's base address, absolute
 */
export function commandAsCurl(base: string, command: Command): string {
  const { path, body } = requestOf(command)
  return `curl -X POST ${quoted(`${base}/admin${path}`)} -H 'Content-Type: application/json' ${SECRET} -d ${quoted(JSON.stringify(body))}`
}

/** Returns a line for a shell that lists connections. */
export function queryAsCurl(base: string, query: ConnectionQuery): string {
  const search = searchOf(query)
  return `curl ${quoted(`${base}/admin/connections${search === '' ? '' : `?${search}`}`)} ${SECRET}`
}

/** A single quote cannot be inside single quotes (POSIX, Shell Command Language, 2.2.2). */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
