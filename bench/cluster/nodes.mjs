// SPDX-License-Identifier: Apache-2.0
// Nodes of one cluster, each its own process, and requests to them.

import { setTimeout as wait } from 'node:timers/promises'
import { serve } from '../compare/programs.mjs'

const SECRET = 'only-for-this-measurement-on-loopback'
const FIRST_PORT = 8500
const ASK_AGAIN_MS = 100
const AT_ONCE = 4

export const bearer = `Authorization: Bearer ${SECRET}`

/** Starts nodes, two at a time, and waits until each sees all. */
export async function startNodes({ nodes, room, redis, root, out }) {
  const started = []
  try {
    for (let i = 0; i < nodes; i += 2) {
      started.push(...(await Promise.all([i, i + 1].filter((n) => n < nodes).map((n) => startNode({ n, room, redis, root, out })))))
    }
    // A few at a time: each of sixty that are asked at once would ask all the others.
    await inTurn(started, (node) => node.until((answer) => answer.nodes.length === nodes && !answer.partial, 60))
    return started
  } catch (error) {
    await stopNodes(started)
    throw error
  }
}

async function startNode({ n, room, redis, root, out }) {
  const port = FIRST_PORT + n
  const server = await serve(
    `${root}/rollcall`,
    ['serve', '--host=127.0.0.1', `--port=${port}`, `--node-name=node-${n + 1}`, `--redis-url=redis://127.0.0.1:${redis}`, '--data-dir=none',
      '--current-version=v0', `--max-connections=${room}`],
    { log: `${out}/node-${n + 1}.log`, env: { ROLLCALL_ADMIN_SECRET: SECRET }, ready: (output) => output.includes('listens on') },
  )
  const stats = () => ask(port, 'stats')
  const receipt = (id) => ask(port, `commands/${id}`)
  const command = (order) => ask(port, 'commands', order)
  return { ...server, port, target: `127.0.0.1:${port}`, stats, receipt, command, until: (test, seconds) => until(stats, test, seconds, port) }
}

async function ask(port, what, order) {
  const headers = { Authorization: `Bearer ${SECRET}`, 'Content-Type': 'application/json' }
  const body = order && JSON.stringify(order)
  const answer = await fetch(`http://127.0.0.1:${port}/__skew/admin/${what}`, { method: order ? 'POST' : 'GET', headers, body })
  if (!answer.ok) throw new Error(`${port}: ${what}: ${answer.status} ${await answer.text()} (expected: 200)`)
  return await answer.json()
}

/** Asks until a test holds. Returns how many seconds that took; throws with the last answer if it takes too long. */
async function until(stats, test, seconds, port) {
  const began = performance.now()
  for (;;) {
    const answer = await stats()
    const took = (performance.now() - began) / 1000
    if (test(answer)) return took
    if (took > seconds) throw new Error(`node at ${port} after ${seconds} s: ${JSON.stringify(brief(answer))}`)
    await wait(ASK_AGAIN_MS)
  }
}

const brief = ({ total, versions, nodes, partial, missing }) => ({ total, versions, nodes: nodes.length, partial, missing })

/** Does something with all nodes, four at a time: all at once would only wait for each other. */
export async function inTurn(nodes, act) {
  for (let i = 0; i < nodes.length; i += AT_ONCE) await Promise.all(nodes.slice(i, i + AT_ONCE).map(act))
}

/** Ends nodes. */
export const stopNodes = (nodes) => inTurn(nodes, (node) => node.stop())
