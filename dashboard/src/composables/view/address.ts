// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue'

/** Changes to the address: null removes a name. */
export type AddressChange = Readonly<Record<string, string | null>>

/** How the address is changed. */
export interface AddressOptions {
  /** Whether the browser's Back leads to what was there before. */
  readonly step?: boolean
  /** The page to name; by default the one that the address names already. */
  readonly path?: string
}

/** Followers of the address, which must know when this page changes it itself. */
const followers = new Set<() => void>()

/**
 * Returns the part of the page's address after its `#`, as names and values. Browsers do not send that part, so routes and
 * users that somebody looks for are in no log.
 */
export function readAddress(): URLSearchParams {
  return new URLSearchParams(parts().parameters)
}

/** Returns the page that the address names, such as `tabs` in `#/tabs?route=%2Fcart`; empty if it names none. */
export function readPath(): string {
  return parts().path
}

/** Returns an address of this page with other values; names that are not mentioned keep theirs. */
export function addressWith(change: AddressChange, path: string = readPath()): string {
  const parameters = readAddress()
  for (const [name, value] of Object.entries(change)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
  const text = parameters.toString()
  if (path === '') return text === '' ? '' : `#${text}`
  return `#/${path}${text === '' ? '' : `?${text}`}`
}

/** Changes the address; names that are not mentioned keep their values. */
export function writeAddress(change: AddressChange, { step = false, path }: AddressOptions = {}): void {
  const hash = addressWith(change, path)
  if (hash === addressWith({})) return
  const address = location.pathname + location.search + hash
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

function parts(): { readonly path: string; readonly parameters: string } {
  const text = location.hash.slice(1)
  if (!text.startsWith('/')) return { path: '', parameters: text }
  const [path = '', ...parameters] = text.slice(1).split('?')
  return { path, parameters: parameters.join('?') }
}
