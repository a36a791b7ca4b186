// SPDX-License-Identifier: Apache-2.0
// A page in a tab, a server, and a clock that stands still: what most tests of the client begin with.
import { beforeEach, vi } from 'vitest'
import { createRollcall, type Rollcall, type RollcallOptions } from '../../src/index'
import { FakeClock, FakeTab } from './environment'
import { FakeServer } from './server'

export const MINUTE = 60_000

/* New for each test; importing files see the new ones. */
export let clock: FakeClock
export let server: FakeServer
export let tab: FakeTab

/** Gives each test of the calling file its own clock, server and tab. Warnings are not printed. */
export function newForEachTest(): void {
  beforeEach(() => {
    clock = new FakeClock()
    server = new FakeServer(clock)
    tab = new FakeTab(clock, server)
    vi.spyOn(console, 'warn').mockImplementation(() => {})
  })
}

/** Opens the page, on build v1 unless it says otherwise. */
export async function open(options: Partial<RollcallOptions> = {}, one = tab): Promise<Rollcall> {
  const client = createRollcall({ version: 'v1', window: one.window, ...options })
  await clock.pass(0)
  return client
}

/** Has the server force a reload to build v2. */
export async function force(fields: Record<string, unknown> = {}): Promise<void> {
  server.last.send({ type: 'version', version: 'v2', force: true, timestamp: clock.millis, ...fields })
  await clock.pass(0)
}

/** Returns the transports that were tried, in order. */
export const tried = (): string[] => server.attempts.map(({ transport }) => transport)
