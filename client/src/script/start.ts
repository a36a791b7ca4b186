// SPDX-License-Identifier: Apache-2.0
import { followAddress, routeOf } from './address'
import { createPrompt } from './prompt/prompt'
import { findTag, type Tag } from './tag'
import { updateOf } from '../adapters/views'
import { createRollcall, guardForms, type BeforeReload, type BrowserWindow, type Rollcall } from '../index'

/** What the script offers to the code of the page, as `window.rollcall`. */
export interface ScriptRollcall extends Rollcall {
  /**
   * Asked before the tab reloads because the server says so. Null, the default: the tab reloads when it is time, but not
   * while a field is changed; see `guardForms`.
   */
  beforeReload: BeforeReload | null
  /** Says that the present contents of all fields are saved, so that they keep no reload. */
  saved(): void
}

/** Marks the document that has a client already. A name of its own, because a page may have another `rollcall`. */
const STARTED = Symbol.for('rollcall.script')

/**
 * Connects the page, follows its address and shows the prompt. A second tag does nothing: one page is one tab.
 *
 * @param window of the page
 * @param browser what the client sees of it; tests pass their own
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
  // An element with that id is no property of the window's own, so it is in nobody's way.
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
  // The group is that of the page as it came.
  followAddress(window, () => client.setRoute(route(), route() === first ? tag.group : null))
  if (tag.hasPrompt) {
    const show = createPrompt(window.document, tag)
    const look = (): void => show(updateOf(client, client.state))
    client.subscribe(look)
    look()
  }
  return client
}
