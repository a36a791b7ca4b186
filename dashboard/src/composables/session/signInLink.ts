// SPDX-License-Identifier: Apache-2.0
import { readAddress, writeAddress } from '../view/address'

/** The name of the token in the address. */
const NAME = 'link'

/** Returns whether the page's address is a sign-in link. */
export function hasSignInLink(): boolean {
  return readAddress().has(NAME)
}

/** Takes the token of a sign-in link out of the address, so that no history or bookmark keeps it; null if there is none. */
export function takeSignInLink(): string | null {
  const token = readAddress().get(NAME)
  writeAddress({ [NAME]: null })
  return token
}
