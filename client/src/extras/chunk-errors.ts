// SPDX-License-Identifier: Apache-2.0

/**
 * What browsers and bundlers say when a part of the code cannot be fetched: Chromium and Firefox; Safari, also about a
 * page in place of a script; Vite about styles; webpack, Turbopack and Next.js. Errors in code that was fetched say
 * other things.
 */
const SAID =
  /dynamically imported module|importing a module script|valid JavaScript MIME type|preload CSS|load(ing)? (CSS )?chunk|ChunkLoadError|CHUNK_LOAD_FAILED/i

/** Returns whether an error says that a part of the code (a chunk or its styles) could not be fetched. */
export function isChunkError(error: unknown): boolean {
  const { name, code, message } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown }
  return SAID.test(`${name} ${code} ${message}`)
}
