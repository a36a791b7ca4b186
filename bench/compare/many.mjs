// SPDX-License-Identifier: Apache-2.0
// Many Rollcall processes on one machine, each with its own open-file limit, and the same number of processes that hold their tabs.

import { load, peers, preparations } from './peers.mjs'
import { run } from './programs.mjs'

// Below the range of ports that clients get.
const FIRST_PORT = 8500

/**
 * Spreads `tabs` over `processes` servers and returns a line for each phase. All servers are ended, whatever happens.
 *
 * @param {{processes: number, tabs: number}} asked at most 64 processes
 */
export async function measureMany({ processes, tabs }) {
  const peer = peers.find((each) => each.name === 'rollcall-ws')
  const each = Math.ceil(tabs / processes)
  const servers = []
  await preparations.load()
  await preparations.rollcall()
  try {
    // Start one after the other: starting takes processor time, and sixteen at once would only wait for each other.
    for (let i = 0; i < processes; i++) servers.push(await peer.start(FIRST_PORT + i, each))
    const targets = servers.map((_, i) => `127.0.0.1:${FIRST_PORT + i}`).join(',')
    const pids = servers.flatMap((server) => server.pids()).join(',')
    const phases = ['connect', 'hold=5', 'fanout=3', `fanout=3:${Math.round(tabs / 50)}`, 'close']
    return await run(load, ['--label', `${processes} processes`, '--procs', `${processes}`, '--sources', '64', '--inflight', '64', '--timeout', '120',
      '--trigger-all', '--target', targets, '--pid', pids, '--tabs', `${tabs}`, ...peer.args, ...phases], { showErrors: true })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
