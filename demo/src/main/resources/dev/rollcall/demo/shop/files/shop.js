// SPDX-License-Identifier: Apache-2.0
// The shop in the browser: one client for the life of the document, whichever pages are visited.
import { createRollcall, prefetchPage } from './client/index.js'
import { setUpCart, showCart } from './cart.js'
import { isUnsaved, setUpCheckout } from './checkout.js'
import { setUpDeploy } from './deploy.js'
import { createRouter } from './router.js'
import { setUpUpdate } from './update.js'

const { version, base } = document.documentElement.dataset

const client = createRollcall({
  version,
  url: base,
  ...chosenTransport(),
  prefetch: prefetchPage(),
  // A visitor who is filling in the form is not interrupted; see settle().
  beforeReload: () => (isUnsaved() ? false : undefined),
})

const router = createRouter(() => {
  client.setRoute(location.pathname)
  showCart()
  settle()
})

setUpCart()
setUpCheckout(() => router.go('/checkout/thanks'))
setUpDeploy(client)
setUpUpdate(client)
client.subscribe(showTab)
showTab()
showCart()

/** Carries out a reload that waited for the form. */
function settle() {
  if (client.state.reload?.phase === 'deferred' && !isUnsaved()) client.reload()
}

function showTab() {
  const { status, transport, route } = client.state
  const how = status === 'connected' ? `connected over ${transport}` : status
  document.getElementById('tab').textContent = `This tab: build ${version}, ${how}, on ${route}`
}

/** With `?transport=sse` this tab uses only that transport, even after a reload. */
function chosenTransport() {
  try {
    const asked = new URLSearchParams(location.search).get('transport')
    if (asked !== null) sessionStorage.setItem('transport', asked)
    const transport = sessionStorage.getItem('transport')
    return ['websocket', 'sse', 'polling'].includes(transport) ? { transport } : {}
  } catch {
    return {} // storage is blocked
  }
}
