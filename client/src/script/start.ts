// SPDX-License-Identifier: Apache-2.0
import { followAddress, routeOf } from './address'
import { createPrompt } from './prompt/prompt'
import { findTag, type Tag } from './tag'
import { updateOf } from '../adapters/views'
import { createRollcall, guardForms, type BeforeReload, type BrowserWindow, type Rollcall } from '../index'

/** What the script offers the page's code, as `window.rollcall`. */
export interface ScriptRollcall extends Rollcall {
  /**
   * Asked before the tab reloads on the server's order. Null by default: the tab reloads when it is time, but not while
   * a field holds unsaved changes; see `guardForms`.
   */
  beforeReload: BeforeReload | null
  /** Says that the current contents of all fields are saved, so that they no longer hold up a reload. */
  saved(): void
}

/** Marks a document that already has a client. A symbol, because a page may have another `rollcall`. */
const STARTED = Symbol.for('rollcall.script')

/**
 * Connects the page, follows its address and shows the prompt. A second tag does nothing: one page is one tab.
 *
 * @param window of the page
 * @param browser the window as the client sees it; tests pass their own
 */
export function startScript(window: Window & typeof globalThis, browser: BrowserWindow = window): void {
  const tag = findTag(window.document)
  const page: { [STARTED]?: true; rollcall?: ScriptRollcall } = window as object
  if (page[STARTED]) return
  if (tag.version === null) {
    return console.error('rollcall: data-version: missing (expected: the build of this page, such as data-version="build-1")')
  }
  page[STARTED] = true
  const client = connect(window, browser, tag, tag.version)
  // An element with that id is not an own property of the window, so it is not in the way.
  if (!Object.hasOwn(window, 'rollcall')) page.rollcall = client
  window.document.dispatchEvent(new window.CustomEvent('rollcall:ready', { detail: client }))
}

function connect(window: Window & typeof globalThis, browser: BrowserWindow, tag: Tag, version: string): ScriptRollcall {
  const route = (): string => routeOf(window.location, tag.isHashed)
  const first = route()
  const guard = guardForms({ window })
  const asked = (): BeforeReload => client.beforeReload ?? guard
  const beforeReload: BeforeReload = (pending) => asked()(pending)
  Object.defineProperty(beforeReload, 'again', { get: () => asked().again })
  const client: ScriptRollcall = Object.assign(
    createRollcall({
      version,
      url: tag.base,
      route: first,
      group: tag.group,
      window: browser,
      beforeReload,
    }),
    { beforeReload: null, saved: guard.saved },
  )
  // The tag's group applies to the route that the page was loaded with.
  followAddress(window, () => client.setRoute(route(), route() === first ? tag.group : null))
  if (tag.hasPrompt) {
    const show = createPrompt(window.document, tag)
    const look = (): void => show(updateOf(client, client.state))
    client.subscribe(look)
    look()
  }
  return client
}
