// SPDX-License-Identifier: Apache-2.0
// A site that serves what a build left in a folder, with Rollcall behind the same origin.

import { readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { startPages } from '../lib/pages.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
}

/**
 * Starts it on loopback. A path without an extension is a page of the application.
 *
 * @returns {Promise<{url: string, folder: string, isAway: boolean, stop(): Promise<void>}>} assign `folder` to deploy another
 *     build; while `isAway`, everything but Rollcall is answered with 503
 */
export async function startFiles(rollcall, folder) {
  const site = { folder, isAway: false }
  const { url, stop } = await startPages(rollcall, (_request, response, { pathname }) => {
    if (site.isAway) return response.writeHead(503).end('away')
    const file = site.folder + (extname(pathname) ? pathname : '/index.html')
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end('not found')
    response.setHeader('Content-Type', TYPES[extname(file)]).end(readFileSync(file))
  })
  return Object.assign(site, { url, stop })
}
