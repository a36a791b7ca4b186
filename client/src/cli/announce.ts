// SPDX-License-Identifier: Apache-2.0
import type { AnnounceOptions } from './arguments'
import { EXIT, Failure } from './failure'

/** The server's answer to an announcement. */
export interface Announced {
  readonly version: string
  readonly previous: string | null
  /** Tabs on older versions. */
  readonly matched: number
  readonly unchanged?: boolean
  readonly rollback?: boolean
}

/**
 * Announces a version.
 *
 * @throws Failure when that was not possible
 */
export async function announce(options: AnnounceOptions & { readonly version: string }): Promise<Announced> {
  const { url, version, force, dryRun } = options
  const response = await send(options, JSON.stringify({ version, force, ...(dryRun ? { dryRun } : {}) }))
  const body = parse(await response.text())
  if (response.ok && body?.['ok'] === true) return body as unknown as Announced
  throw refusal(url, response, body)
}

async function send({ url, secret, timeoutMillis }: AnnounceOptions, body: string): Promise<Response> {
  try {
    return await fetch(`${url}/admin/releases`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` },
      body,
      // The secret is for this address only.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMillis),
    })
  } catch (error) {
    throw new Failure(EXIT.unreachable, `${url}: ${reason(error as Error, timeoutMillis)} (expected: a Rollcall server that can be reached from here)`)
  }
}

function reason(error: Error, timeoutMillis: number): string {
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMillis / 1_000} s`
  const { cause } = error as { cause?: { code?: string; message?: string } }
  const known: Readonly<Record<string, string>> = { ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'no such host', ECONNRESET: 'the connection was cut' }
  return known[cause?.code ?? ''] ?? cause?.message ?? error.message
}

function refusal(url: string, response: Response, body: Body | undefined): Failure {
  const { status, headers } = response
  const said = typeof body?.['error'] === 'string' ? `: ${body['error']}` : ''
  if (status >= 300 && status < 400) {
    return new Failure(EXIT.unreachable, `${url}: leads to ${headers.get('location')} (expected: the server's own address; pass that as --url)`)
  }
  if (body === undefined || status === 404 || status === 405) {
    return new Failure(EXIT.unreachable, `${url}: answers ${status}, but not as Rollcall does (expected: the site, or its base path such as https://www.example.com/__skew)`)
  }
  if (status === 401) return new Failure(EXIT.refused, `${url}: wrong secret (expected: the server's CI or admin secret in ROLLCALL_CI_SECRET)${said}`)
  if (status === 403) return new Failure(EXIT.refused, `${url}: this secret may not announce (expected: the CI or admin secret, not the read secret)${said}`)
  if (status === 429) return new Failure(EXIT.refused, `${url}: too many wrong secrets from this address (expected: the right one, in ${headers.get('retry-after') ?? 'a few'} s)`)
  if (status === 503) return new Failure(EXIT.refused, `${url}: not ready, or without any secret (expected: a running server with ci-secret or admin-secret)${said}`)
  return new Failure(EXIT.refused, `${url}: ${status}${said}`)
}

type Body = Readonly<Record<string, unknown>>

function parse(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Body) : undefined
  } catch {
    return undefined
  }
}
