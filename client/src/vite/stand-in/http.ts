// SPDX-License-Identifier: Apache-2.0
// Reads requests and writes answers, as far as the stand-in needs it.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

/** Answers a request of a tab. */
export type TabRequest = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void | Promise<void>

/** An answer with a status other than 200. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const MOST_CHARACTERS = 16_384

/** Sends an object as the answer. */
export function answer(response: ServerResponse, status: number, body: Json): void {
  if (response.headersSent) return
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`${JSON.stringify(body)}\n`)
}

/** Reads the text of a request. */
export async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MOST_CHARACTERS) throw new Refused(413, `body: more than ${MOST_CHARACTERS} characters`)
  }
  return text
}

/** Reads the JSON object of a POST. */
export async function readJson(request: IncomingMessage): Promise<Json> {
  if (request.method !== 'POST') throw new Refused(405, `method: ${request.method} (expected: POST)`)
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw new Refused(415, 'expected: application/json')
  return parseJson(await readText(request))
}

/** Reads a JSON object. */
export function parseJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  } catch {
    // Refused below, like any other value.
  }
  throw new Refused(400, 'body: not a JSON object')
}

/** Returns whether a request comes from a page of this server, or from no page at all. */
export function isOwnOrigin({ headers }: IncomingMessage): boolean {
  if (headers.origin === undefined) return true
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host
}
