// SPDX-License-Identifier: Apache-2.0
import { retryAfter } from './retry'
import type { TransportEnd } from './transport'
import type { BrowserWindow } from '../browser/browser-window'

/**
 * Requests a connection over HTTP.
 *
 * @param type the content type that a connection has
 * @returns the response, or the end of the transport when the response is not a connection
 */
export async function requestConnection(
  browser: BrowserWindow,
  url: string,
  type: string,
  signal: AbortSignal,
): Promise<Response | TransportEnd> {
  const response = await browser.fetch(url, { cache: 'no-store', credentials: 'include', signal })
  if (response.ok && response.headers.get('content-type')?.startsWith(type)) return response
  return { refused: response.status === 204, after: retryAfter(browser, response) }
}
