// SPDX-License-Identifier: Apache-2.0
import type { Cancel, Environment } from './environment'

/** Over HTTP/1.1 a browser opens six connections to one host; two are left for the pages themselves. */
const SLOTS = 4

const keepNothing: Cancel = () => {}

/**
 * Asks whether this tab may hold a stream. Where all requests share one network connection every tab may. Elsewhere the
 * tabs of a browser have four slots between them, each a Web Lock that the browser itself frees when its tab goes. A
 * browser without Web Locks (a page without HTTPS) cannot share them out: there no tab holds a stream.
 *
 * @returns what gives the slot back, or null when none is free
 */
export async function takeSlot(environment: Environment, url: string): Promise<Cancel | null> {
  if (environment.multiplexed(url)) return keepNothing
  for (let slot = 0; slot < SLOTS; slot++) {
    const release = await tryLock(environment, `rollcall:${new URL(url).host}:${slot}`)
    if (release !== null) return release
  }
  return null
}

function tryLock(environment: Environment, name: string): Promise<Cancel | null> {
  return new Promise((resolve) => {
    if (environment.locks === null) return resolve(null)
    const hold = (lock: unknown): Promise<void> | undefined => {
      if (lock === null) return void resolve(null)
      return new Promise((release) => resolve(release))
    }
    environment.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(null))
  })
}
