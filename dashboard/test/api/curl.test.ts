// SPDX-License-Identifier: Apache-2.0
/// <reference types="node" />
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commandAsCurl, queryAsCurl } from '../../src/api/curl'

const base = 'https://shop.example/__skew'

/** Returns what a shell makes of a line: the arguments that curl would get. */
function argumentsOf(line: string): readonly string[] {
  const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }; ${line}`
  return execFileSync('/bin/sh', ['-c', script], { env: { ROLLCALL_SECRET: 'open sesame' } }).toString().split('\0').slice(0, -1)
}

describe('as curl', () => {
  it('a command is what the dashboard itself would send', () => {
    const sent = argumentsOf(commandAsCurl(base, { kind: 'reload', target: { route: "/it's $HOME `id`", percent: 5 } }))
    expect(sent.slice(0, -1)).toEqual(['-X', 'POST', `${base}/admin/commands`, '-H', 'Content-Type: application/json', '-H', 'Authorization: Bearer open sesame', '-d'])
    const body = sent.at(-1)
    expect(JSON.parse(body ?? '')).toEqual({ action: 'reload', target: { route: "/it's $HOME `id`", percent: 5 } })
  })

  it('a release goes to its own endpoint', () => {
    expect(commandAsCurl(base, { kind: 'release', version: 'v2', force: true })).toContain(`'${base}/admin/releases'`)
  })

  it('a list is asked for with its filter, and no secret is on the screen', () => {
    const line = queryAsCurl(base, { route: '/a b', match: 'exact', outdated: true })
    expect(argumentsOf(line)[0]).toBe(`${base}/admin/connections?route=%2Fa+b&match=exact&outdated=true`)
    expect(line).toContain('$ROLLCALL_SECRET')
    expect(argumentsOf(queryAsCurl(base, {}))[0]).toBe(`${base}/admin/connections`)
  })
})
