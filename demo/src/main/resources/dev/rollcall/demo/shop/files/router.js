// SPDX-License-Identifier: Apache-2.0
// Goes from page to page without loading a document: only the content of <main> is replaced, so the tab stays on its build.

/** Takes over links and the back button. `arrived` is called after each change of page. */
export function createRouter(arrived) {
  let turn = 0
  let shown = location.pathname

  async function show(path) {
    const mine = ++turn
    const next = await load(path)
    if (mine !== turn) return
    if (next === null) return location.assign(path)
    shown = path
    document.title = next.title
    document.querySelector('main').replaceWith(next.querySelector('main'))
    document.querySelector('main h1').focus({ preventScroll: true })
    arrived()
  }

  async function go(path) {
    history.pushState(null, '', path)
    scrollTo(0, 0)
    await show(path)
  }

  addEventListener('popstate', () => {
    // This event also comes when only the fragment has changed.
    if (location.pathname !== shown) void show(location.pathname)
  })
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="/"]')
    if (!link || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void go(link.pathname)
  })
  return { go }
}

/** Returns the page at a path; null when it cannot be loaded and the browser should try on its own. */
async function load(path) {
  try {
    const answer = await fetch(path)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return page.querySelector('main h1') ? page : null
  } catch {
    return null
  }
}
