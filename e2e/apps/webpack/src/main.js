// SPDX-License-Identifier: Apache-2.0
import { createRollcall, recoverChunks } from '@rollcall/client'

window.client = createRollcall({ version: BUILD_ID, transport: new URLSearchParams(location.search).get('transport') ?? undefined })
recoverChunks(window.client)

document.body.innerHTML = '<a href="/shop">Shop</a><p id="view"></p>'

/** A router in a few lines: the code of a page is loaded when somebody goes there. */
async function show(path) {
  const { view } = path === '/shop' ? await import('./shop.js') : { view: 'home' }
  document.querySelector('#view').textContent = `${view} of ${BUILD_ID}`
  window.client.setRoute(path)
}

document.addEventListener('click', (event) => {
  if (!event.target.closest('a')) return
  event.preventDefault()
  void show('/shop').then(() => history.pushState(null, '', '/shop'))
})
void show(location.pathname)
