// SPDX-License-Identifier: Apache-2.0

/** Starts an engine. Undefined if it is not installed, unless CI is set: then that is an error. */
export type Launch = () => Promise<Engine | undefined>

export interface Engine {
  /** A person's browser, with storage of its own as far as sites on other ports are concerned. */
  visit(): Promise<Visit>
  /** The transports with which it keeps a page that was left for when the person comes back (the back/forward cache). */
  readonly keeps: readonly ('websocket' | 'sse' | 'polling')[]
  /**
   * Whether it may drop what a page sends while its tab closes, beacons too. Such a tab counts until its lease ends. A page
   * that is left for another one is not affected.
   */
  readonly dropsGoodbyes?: boolean
  stop(): Promise<void>
}

export interface Visit {
  /** Opens an empty tab, visible. */
  newTab(): Promise<Tab>
  /** Closes all tabs that are open. */
  leave(): Promise<void>
}

export interface Tab {
  /** Opens an address and waits until it is loaded. */
  open(url: string): Promise<unknown>
  /** Clicks on an element, as a person does. Does not wait for a page that this opens. */
  click(selector: string): Promise<unknown>
  /** Types into an element, key by key. */
  type(selector: string, text: string): Promise<unknown>
  /** Runs a function in the page. Its argument and its value are JSON. */
  evaluate<A, R>(script: (argument: A) => R, argument?: A): Promise<R>
  /** Waits until a function that runs in the page returns a true value, whatever pages come and go meanwhile. */
  until<A>(condition: (argument: A) => unknown, argument?: A): Promise<unknown>
  /** Closes the tab, as a person does. */
  close(): Promise<unknown>
}
