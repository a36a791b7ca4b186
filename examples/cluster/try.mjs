// SPDX-License-Identifier: Apache-2.0
// Nine tabs, three on each transport, through a proxy without sticky sessions: each is counted once, wherever a request
//   arrives, and told once, whichever server was asked. Then nobody may be turned away while one server is killed. SECRET=...
//   node examples/cluster/try.mjs http://localhost:8080 ['command that kills a server']
import { execSync } from 'node:child_process'
import http from 'node:http'

const [site = 'http://localhost:8080', kill] = process.argv.slice(2)
const base = `${site}/__skew`
const browser = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const admin = { Authorization: `Bearer ${process.env.SECRET}`, 'Content-Type': 'application/json' }
// A new connection for each request, so that the proxy chooses each time.
const agent = new http.Agent({ keepAlive: false })

function ask(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      let text = ''
      response.on('data', (part) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode, json: text.startsWith('{') ? JSON.parse(text) : text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

function check(what, actual, expected) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== e) throw new Error(`${what}: ${a} (expected: ${e})`)
  console.log(`ok  ${what}: ${a}`)
}

async function eventually(condition, seconds) {
  const until = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await condition()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** Opens a stream or a WebSocket and keeps the text that arrives, which frames contain unchanged. */
function held(path, headers) {
  return new Promise((resolve, reject) => {
    const tab = { text: '', open: true }
    const take = (stream) => {
      stream.on('data', (part) => (tab.text += part))
      stream.on('close', () => (tab.open = false))
      stream.on('error', () => {})
      resolve(tab)
    }
    const request = http.request(`${base}${path}`, { headers: { ...browser, ...headers }, agent })
    request.on('response', (response) => (response.statusCode === 200 ? take(response) : reject(new Error(`${path}: ${response.statusCode}`))))
    request.on('upgrade', (_, socket) => take(socket))
    request.on('error', reject)
    request.end()
  })
}

async function polling(query) {
  const tab = { text: '', id: '', open: true }
  tab.poll = async () => {
    const answer = await ask('GET', `${base}/poll${query}${tab.id && `&resume=${tab.id}`}`, browser)
    if (answer.status !== 200) throw new Error(`poll: ${answer.status}`)
    tab.id = answer.json.connectionId
    tab.text += JSON.stringify(answer.json.messages)
  }
  await tab.poll()
  return tab
}

const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' }
const tabs = []
for (let i = 0; i < 3; i++) {
  const query = `?version=try-1&route=/try/${i}`
  tabs.push(await held(`/ws${query}`, upgrade), await held(`/sse${query}`), await polling(query))
}
const tries = () => ask('GET', `${base}/admin/stats`, admin).then(({ json }) => json.versions['try-1'] ?? 0)
const answering = new Set()
for (let i = 0; i < 6; i++) {
  await eventually(async () => {
    if ((await tries()) !== 9) throw new Error('not nine tabs')
  }, 5)
  answering.add((await ask('GET', `${base}/admin/nodes`, admin)).json.nodes.find(({ here }) => here).name)
}
check('servers that answered', answering.size, 3)
for (const tab of tabs.filter(({ poll }) => poll)) for (let i = 0; i < 4; i++) await tab.poll()
check('tabs counted, after twelve polls that came to any server', await tries(), 9)
const reload = await ask('POST', `${base}/admin/commands`, admin, JSON.stringify({ action: 'reload', target: { versions: ['try-1'] } }))
check('one command', [reload.json.matched, reload.json.answered, reload.json.nodes], [9, 3, 3])
await eventually(async () => {
  for (const tab of tabs) if (tab.poll) await tab.poll()
  const told = tabs.map(({ text }) => text.split('"force":true').length - 1)
  if (told.some((count) => count !== 1)) throw new Error(`told: ${told}`)
}, 5)
check('tabs that were told once', tabs.length, 9)

if (kill) {
  execSync(kill, { stdio: 'inherit' })
  const newcomers = []
  for (let i = 0; i < 30; i++) newcomers.push(await polling('?version=try-2').then(() => 'in', (error) => error.message))
  check('newcomers let in after the kill', newcomers.filter((outcome) => outcome === 'in').length, 30)
  const left = await eventually(async () => {
    for (const tab of tabs) if (tab.poll) await tab.poll()
    const open = tabs.filter((tab) => tab.open).length
    const counted = await tries()
    if (open === 9 || counted !== open) throw new Error(`tabs counted: ${counted} (expected: ${open}, and not all nine)`)
    return open
  }, 20)
  check('tabs counted, once the lease of that server has run out', await tries(), left)
}
process.exit(0)
