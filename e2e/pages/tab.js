// SPDX-License-Identifier: Apache-2.0
// A page without any client library: it uses the browser's own WebSocket, EventSource and fetch.
//
// The query selects the behaviour: ?transport=websocket|sse|polling, &server=ORIGIN (its own by default),
// &subscribe=stats|delta to ask for stats, &version=cookie to leave the version to the cookie. `window.tab` records what
// happened.

const params = new URLSearchParams(location.search)
const build = document.querySelector('meta[name=build]').content
const server = params.get('server') ?? location.origin
const base = `${server}/__skew`

const tab = {
  build,
  connectionId: undefined,
  /** The public part of the id, as stats show it. */
  get id() {
    return this.connectionId?.split('.')[0]
  },
  messages: [],
  stats: undefined,
  authorized: undefined,
  /** How an EventSource was turned away for a while. */
  refusals: [],
  /** How often the transport opened, and what ended it. */
  opened: 0,
  ends: [],
  reloads: Number(sessionStorage.getItem('reloads') ?? 0),
  navigate(path) {
    history.pushState(null, '', path)
    return sendRoute(location.pathname + location.search + location.hash)
  },
  sendText: undefined,
  post,
}
window.tab = tab

function address(path, extra = {}) {
  const query = new URLSearchParams({ route: location.pathname, ...extra })
  if (params.get('version') !== 'cookie') query.set('version', build)
  return `${base}/${path}?${query}`
}

const handlers = {
  connected(message) {
    tab.connectionId = message.connectionId
    const subscribe = params.get('subscribe')
    if (subscribe) void say('subscribe-stats', subscribe === 'delta' ? { delta: true } : {})
  },
  stats(message) {
    tab.authorized = true
    show({ ...message })
  },
  'stats-delta'(message) {
    // After a gap the server sends a new snapshot on its own.
    if (message.seq === tab.stats.seq + 1) show(applied(tab.stats, message))
  },
  'stats-unauthorized'() {
    tab.authorized = false
  },
  version(message) {
    if (!message.force) return
    sessionStorage.setItem('reloads', String(tab.reloads + 1))
    location.reload()
  },
}

function receive(text) {
  const message = JSON.parse(text)
  tab.messages.push(message)
  handlers[message.type]?.(message)
}

function show(stats) {
  tab.stats = stats
  document.querySelector('#total').textContent = stats.total
}

function applied(stats, delta) {
  const { added, changed, removed } = delta.connections
  const byId = new Map(stats.connections.map((connection) => [connection.id, connection]))
  for (const id of removed) byId.delete(id)
  for (const connection of [...changed, ...added]) byId.set(connection.id, connection)
  return {
    ...stats,
    ...delta,
    versions: merged(stats.versions, delta.versions),
    routes: merged(stats.routes, delta.routes),
    connections: [...byId.values()],
  }
}

function merged(counts, changes) {
  return Object.fromEntries(Object.entries({ ...counts, ...changes }).filter(([, count]) => count > 0))
}

function sendRoute(route) {
  return say('route-update', { route })
}

/** Sends a frame if the transport has frames, otherwise a POST. */
function say(type, fields) {
  if (tab.sendText) return tab.sendText(JSON.stringify({ type, ...fields }))
  return post(type === 'route-update' ? 'route' : type, fields)
}

async function post(path, fields, type = 'application/json') {
  const response = await fetch(`${base}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    credentials: 'include',
    body: JSON.stringify({ connectionId: tab.connectionId, ...fields }),
  })
  return { status: response.status, body: await response.json() }
}

const transports = {
  websocket() {
    const socket = new WebSocket(address('ws').replace(/^http/, 'ws'))
    tab.sendText = (text) => socket.send(text)
    socket.onopen = () => tab.opened++
    socket.onmessage = (event) => receive(event.data)
    socket.onclose = ({ code, wasClean }) => tab.ends.push({ code, wasClean })
  },

  sse() {
    const source = new EventSource(address('sse'), { withCredentials: true })
    source.onopen = () => tab.opened++
    source.onmessage = (event) => receive(event.data)
    source.onerror = () => tab.ends.push({ final: source.readyState === EventSource.CLOSED })
    source.addEventListener('refused', (event) => tab.refusals.push(JSON.parse(event.data)))
  },

  async polling() {
    try {
      const resume = tab.connectionId ? { resume: tab.connectionId } : {}
      const response = await fetch(address('poll', resume), { credentials: 'include', cache: 'no-store' })
      if (!response.ok) throw new Error(`status ${response.status}`)
      const { connectionId, after, messages } = await response.json()
      tab.opened++
      tab.connectionId = connectionId
      messages.forEach((message) => receive(JSON.stringify(message)))
      setTimeout(transports.polling, after)
    } catch (error) {
      tab.ends.push({ error: String(error) })
      setTimeout(transports.polling, 1_000)
    }
  },
}

void transports[params.get('transport')]()
