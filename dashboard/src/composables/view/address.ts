// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/** Changes to the address: null removes a name. */
export type AddressChange = Readonly<Record<string, string | null>>

/** Those who follow the address, and are to know that this page has changed it itself. */
const followers = new Set<() => void>()

/**
 * Returns what the page's address says after its `#`, as names and values. It is there because browsers do not send it: routes
 * and users that somebody looks for are in no log.
 */
export function readAddress(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1))
}

/**
 * Changes the address and leaves the names that are not mentioned.
 *
 * @param step whether the browser's Back leads to what was there before
 */
export function writeAddress(change: AddressChange, step = false): void {
  const parameters = readAddress()
  for (const [name, value] of Object.entries(change)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
  const text = parameters.toString()
  if (text === readAddress().toString()) return
  const address = location.pathname + location.search + (text === '' ? '' : `#${text}`)
  if (step) history.pushState(history.state, '', address)
  else history.replaceState(history.state, '', address)
  for (const note of followers) note()
}

/** Calls the listener when the browser has gone to another address of this page, until the scope ends. */
export function onAddressChange(listener: () => void): void {
  let known = location.hash
  const follow = (): void => {
    if (location.hash === known) return
    known = location.hash
    listener()
  }
  const note = (): void => void (known = location.hash)
  followers.add(note)
  onScopeDispose(() => followers.delete(note))
  // A person who edits the address causes `hashchange`; Back and Forward cause both.
  for (const name of ['popstate', 'hashchange']) {
    addEventListener(name, follow)
    onScopeDispose(() => removeEventListener(name, follow))
  }
}
