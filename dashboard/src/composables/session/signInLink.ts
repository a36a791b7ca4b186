// SPDX-License-Identifier: Apache-2.0

const PREFIX = '#link='

/** Returns whether the page's address is a sign-in link. */
export function hasSignInLink(): boolean {
  return location.hash.startsWith(PREFIX)
}

/** Takes the token of a sign-in link out of the address, so that no history and no bookmark keeps it; null when there is none. */
export function takeSignInLink(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('link')
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}
