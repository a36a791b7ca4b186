// SPDX-License-Identifier: Apache-2.0
// The surroundings of a test that runs over each transport: a clock, a server, a tab, and its client.
import { createRollcall, type Rollcall, type RollcallOptions } from '../../src/index'
import type { Transport } from '../../src/core/protocol/messages'
import { FakeClock, FakeTab, settle } from './environment'
import { FakeServer } from './server'

export const TRANSPORTS = ['websocket', 'sse', 'polling'] as const

export let clock: FakeClock
export let server: FakeServer
export let tab: FakeTab
export let client: Rollcall
let transport: Transport

/** Starts a new world with one transport. */
export function begin(over: Transport): void {
  transport = over
  clock = new FakeClock()
  server = new FakeServer(clock)
  tab = new FakeTab(clock, server)
}

/** Creates the client. */
export function create(options: Partial<RollcallOptions> = {}): Rollcall {
  client = createRollcall({ version: 'v1', transport, window: tab.window, ...options })
  return client
}

/** Creates the client and lets it connect. */
export async function open(options: Partial<RollcallOptions> = {}): Promise<Rollcall> {
  create(options)
  await clock.pass(0)
  return client
}

/** Lets the client receive what was sent; waits for a poll if it polls. */
export async function turn(): Promise<void> {
  await clock.pass(transport === 'polling' ? server.pollMillis : 0)
  await settle()
}
