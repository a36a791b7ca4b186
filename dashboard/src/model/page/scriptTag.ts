// SPDX-License-Identifier: Apache-2.0

/**
 * Returns the tag that connects a page without a bundler.
 *
 * @param base the path of the server, without a trailing slash
 * @param version the build of the page
 */
export function scriptTag(base: string, version: string): string {
  return `<script src="${escaped(`${base}/client.js`)}" data-version="${escaped(version)}" defer></script>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
