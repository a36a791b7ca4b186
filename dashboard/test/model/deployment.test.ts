// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../src/api/types'
import { deploymentText } from '../../src/model/deployment'

function said(deployment: Partial<Deployment>): unknown {
  return deploymentText({ state: 'unwatched', current: 'v1', since: 0, ...deployment }, 720_000, (version) => version)
}

describe('what is said of the deployment', () => {
  const builds = [{ version: 'v1', answers: 45 }, { version: 'canary', answers: 3 }]

  it('is one sentence for each state', () => {
    expect(said({ state: 'unknown', why: 'status 502 (expected: 200)' })).toEqual({ text: 'The deployed build is not known: status 502 (expected: 200).', urgent: false })
    expect(said({ state: 'deploying', version: 'v1', builds })).toEqual({ text: 'Deploying for 12 min: of the last 48 answers 45 named v1, 3 named canary.', urgent: false })
    expect(said({ state: 'split', version: 'v1', builds })).toEqual({ text: 'Split for 12 min: of the last 48 answers 45 named v1, 3 named canary.', urgent: true })
    expect(said({ state: 'settled', version: 'v1' })).toEqual({ text: 'The whole fleet serves v1.', urgent: false })
    expect(said({ state: 'rolled-back', version: 'v1' })).toEqual({ text: 'Rolled back: the whole fleet serves v1 again.', urgent: true })
  })

  it('is urgent where the fleet serves another version than the announced one', () => {
    expect(said({ state: 'settled', version: 'v1', current: 'v2', contradicts: true })).toEqual({ text: 'The whole fleet serves v1, but v2 is announced.', urgent: true })
  })

  it('is about the servers where nothing is watched and some have a build that is to come', () => {
    expect(said({})).toBeNull()
    expect(said({ proposed: { up: 3, versions: { v2: 1 } } })).toEqual({
      text: 'Of 3 servers, 1 has v2 so far: it becomes current when all have it.',
      urgent: false,
    })
  })
})
