// SPDX-License-Identifier: Apache-2.0

/** Returns the server's words as a sentence: with a capital at the beginning and a full stop at the end. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
}
