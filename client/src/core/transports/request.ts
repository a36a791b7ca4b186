// SPDX-License-Identifier: Apache-2.0
import { problemOf } from './answers'
import type { Tab, TransportEnd } from './transport'
import type { BrowserWindow } from '../browser/browser-window'
import { retryAfter } from '../browser/retry'

/** What is missing when something else answers. Developers meet this first, most often with Vite. */
const HINT =
  "; the web server has to pass that path on to Rollcall, in Vite with server.proxy = { '/__skew': { target: 'http://localhost:8080', ws: true } }"

/**
 * Requests a connection over HTTP.
 *
 * @param path the endpoint
 * @param type the content type of a connection
 * @returns the response, or the end of the transport when the response is not a connection
 */
export async function requestConnection(
  browser: BrowserWindow,
  tab: Tab,
  path: string,
  type: string,
  signal: AbortSignal,
): Promise<Response | TransportEnd> {
  const response = await browser.fetch(tab.openingUrl(path), { cache: 'no-store', credentials: 'include', signal })
  if (response.ok && response.headers.get('content-type')?.startsWith(type)) return response
  const { status } = response
  const problem = status === 204 ? null : problemOf(response)
  if (problem) tab.note('open', problem, `${tab.url(path)} answers ${status}${problem === 'not-rollcall' ? HINT : ''}`)
  return { refused: status === 204, after: retryAfter(browser, response) }
}
