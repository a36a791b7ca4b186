// SPDX-License-Identifier: Apache-2.0
// What the Vite plugin puts into pages without a framework, when asked to.
import { updateOf } from '../adapters/views'
import { createRollcall, type Rollcall } from '../core/client/rollcall'
import { createPrompt } from './prompt'

declare global {
  interface Window {
    /** The client that the plugin put into the page. */
    rollcall?: Rollcall
    /** Where browsers have it, it tells of every navigation (Chrome 102, Safari 26.2). */
    readonly navigation?: EventTarget
  }
}

/**
 * Connects the page, reports its navigations, and shows a prompt when there is something to ask.
 *
 * @returns the client, which is also `window.rollcall`
 */
export function start(version: string, url: string): Rollcall {
  const client = createRollcall({ version, url })
  const prompt = createPrompt()
  const moved = (): void => void (client.state.route === location.pathname || client.setRoute(location.pathname))
  window.rollcall = client
  window.addEventListener('popstate', moved)
  window.navigation?.addEventListener('currententrychange', moved)
  client.subscribe(() => prompt(updateOf(client, client.state)))
  return client
}
