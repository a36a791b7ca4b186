// SPDX-License-Identifier: Apache-2.0
// What the Vite plugin puts into pages without a framework, if asked to.
import { showPrompt } from './show-prompt'
import { createRollcall, type Rollcall } from '../core/client/rollcall'
import { guardForms } from '../extras/form-guard'
import { followAddress } from '../script/address'

/**
 * Connects the page, reports its navigations, and shows a prompt when there is something to ask. The page does not
 * reload on its own while it holds something that somebody has typed.
 *
 * @returns the client, which is also `window.rollcall`
 */
export function start(version: string, url: string): Rollcall {
  const client = createRollcall({ version, url, beforeReload: guardForms() })
  const page = window as { rollcall?: Rollcall }
  page.rollcall ??= client
  followAddress(window, () => client.setRoute(location.pathname))
  showPrompt(client)
  return client
}
