// SPDX-License-Identifier: Apache-2.0

/** The page on which a developer plays the server: it shows the open tabs and gives commands. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Rollcall, in development</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
  button { font: inherit; padding: .4rem .9rem; margin: 0 .5rem .5rem 0; cursor: pointer }
  table { width: 100%; border-collapse: collapse; margin-top: 1rem }
  th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #8884 }
  output { display: block; min-height: 1.5em }
</style>
<h1>Rollcall, in development</h1>
<p>This page plays the server, so that prompts can be tried without one. Nothing here exists in production.</p>
<p>Current version: <strong id="current"></strong></p>
<p>
  <button id="release">Release a new version</button>
  <button id="force">Release and reload</button>
  <button id="reload">Reload all tabs</button>
  <button id="rollback">Roll back</button>
</p>
<output id="said"></output>
<table>
  <caption>Open tabs: <span id="total">0</span>, outdated: <span id="outdated">0</span></caption>
  <thead><tr><th>Page<th>Version<th>Transport</thead>
  <tbody id="tabs"></tbody>
</table>
<script type="module">
  const base = location.pathname.replace(/\\/$/, '')
  const at = (id) => document.getElementById(id)
  let current, source
  async function post(path, body) {
    const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    const answer = await response.json()
    at('said').textContent = response.ok ? (answer.matched === 1 ? '1 tab was' : answer.matched + ' tabs were') + ' concerned.' : answer.error
    return answer
  }
  const nextVersion = () => 'simulated-' + (Number(/^simulated-(\\d+)$/.exec(current)?.[1] ?? 0) + 1)
  const release = (force, version = nextVersion()) => post('/admin/releases', { version, force })
  at('release').onclick = () => release(false)
  at('force').onclick = () => release(true)
  at('reload').onclick = () => post('/admin/commands', { action: 'reload', target: 'all' })
  at('rollback').onclick = async () => {
    const { releases } = await (await fetch(base + '/admin/releases')).json()
    const before = releases.find(({ version }) => version !== current)
    if (before === undefined) at('said').textContent = 'There is no version before this one.'
    else release(false, before.version)
  }
  function show(stats) {
    current = at('current').textContent = stats.current
    at('total').textContent = stats.total
    at('outdated').textContent = stats.outdated
    at('tabs').replaceChildren(...stats.connections.map(({ route, version, transport }) => {
      const row = document.createElement('tr')
      for (const text of [route, version, transport]) row.insertCell().textContent = text
      return row
    }))
  }
  function connect() {
    source = new EventSource(base + '/sse?observe=1')
    source.onmessage = ({ data }) => {
      const message = JSON.parse(data)
      if (message.type === 'connected') post('/subscribe-stats', { connectionId: message.connectionId }).then(() => (at('said').textContent = ''))
      if (message.type === 'stats') show(message)
    }
  }
  addEventListener('pageshow', connect)
  addEventListener('pagehide', () => source.close())
</script>
`
