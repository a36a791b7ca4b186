// SPDX-License-Identifier: Apache-2.0
// A page that people use: it has a prompt, a form, a link and far to scroll. Its query is that of app.js, and the link keeps it.
import './app.js'

const { app, document, location, sessionStorage } = window
const { client } = app
const element = (id) => document.getElementById(id)

/** How many pages were loaded in this tab. A page that comes back from the back/forward cache was not loaded. */
app.loads = Number(sessionStorage.getItem('loads') ?? 0) + 1
sessionStorage.setItem('loads', app.loads)

const show = () => {
  const { isOutdated, dismissed, serverVersion } = client.state
  element('prompt').hidden = !isOutdated || dismissed === serverVersion
}
client.subscribe(show)
show()
element('reload').addEventListener('click', client.reload)
element('later').addEventListener('click', client.dismiss)
element('elsewhere').search = location.search
