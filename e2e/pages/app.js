// SPDX-License-Identifier: Apache-2.0
// A page of an application that uses @rollcall/client. The query selects the behaviour:
//   transport=websocket|sse|polling    uses only that transport
//   defer=true                         has unsaved work: a reload waits until window.app.save() is called
import { createRollcall } from '/client/index.js'

const query = new URLSearchParams(location.search)
const transport = query.get('transport')

window.app = { messages: [], shown: [] }
const unsaved = new Promise((resolve) => (window.app.save = resolve))

window.app.client = createRollcall({
  version: document.querySelector('meta[name=build]').content,
  ...(transport && { transport }),
  ...(query.get('defer') && { beforeReload: () => unsaved }),
})
window.app.client.on('message', (message) => window.app.messages.push(message))
window.addEventListener('pageshow', (event) => window.app.shown.push({ persisted: event.persisted }))
