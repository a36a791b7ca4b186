// SPDX-License-Identifier: Apache-2.0
import { tryTo, type BrowserWindow } from '../core/browser/browser-window'

const KEY = 'rollcall:chunks'

/** The number of addresses that are remembered; the oldest are forgotten first. */
const CAPACITY = 50

/** What a tab remembers across pages. */
interface Remembered {
  /** The addresses that were reloaded, each with the build that it was reloaded from. */
  readonly tried: readonly string[]
  /** The address that is being reloaded; null once its page is there. */
  readonly arriving: string | null
}

/**
 * Remembers in `sessionStorage` which addresses were reloaded, so that none is reloaded twice. An address counts for
 * the build that missed a chunk, and for the build that came next: a chunk that is missing there too is not missing
 * because of a deploy.
 */
export interface RecoveryMemory {
  /** Remembers that an address is reloaded now; returns false if it was before, or if nothing can be remembered. */
  take(url: string): boolean
  /** Forgets an address that could not be loaded. */
  giveBack(url: string): void
}

/**
 * Creates the memory of a page.
 *
 * @param version the build of this page
 */
export function createRecoveryMemory(browser: BrowserWindow, version: string): RecoveryMemory {
  const read = (): Remembered => JSON.parse(browser.sessionStorage.getItem(KEY) as string) as Remembered
  const { tried, arriving }: Remembered = { tried: [], arriving: null, ...tryTo(read) }
  const mine = (url: string): string => `${version} ${url}`
  const known = new Set(arriving ? [...tried, mine(arriving)] : tried)
  const write = (arriving: string | null): boolean =>
    !!tryTo(() => {
      browser.sessionStorage.setItem(KEY, JSON.stringify({ tried: [...known].slice(-CAPACITY), arriving }))
      return true
    })
  if (arriving) write(null)
  return {
    take: (url) => !known.has(mine(url)) && !!known.add(mine(url)) && write(url),
    giveBack: (url) => {
      known.delete(mine(url))
      write(null)
    },
  }
}
