// SPDX-License-Identifier: Apache-2.0

/** Returns the text of something that was thrown, for people. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
