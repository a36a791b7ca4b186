// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { emptyDraft, waveOf, type WaveDraft } from '../../../src/model/wave/draft'

const drafted = (change: Partial<WaveDraft>): ReturnType<typeof waveOf> => waveOf({ ...emptyDraft(), ...change })

describe('a wave as it is filled in', () => {
  it('is gentle to begin with', () => {
    expect(drafted({}).command).toEqual({ kind: 'reload', target: 'all', spread: 600, stopWhen: { lost: 5 } })
  })

  it.each<[Partial<WaveDraft>, object]>([
    [{ pace: 'once', lost: '' }, { kind: 'reload', target: 'all' }],
    [{ pace: 'rate', perSecond: 20, lost: '', deadline: 5, percent: 10 }, { kind: 'reload', target: { percent: 10 }, perSecond: 20, deadline: 300 }],
    [{ pace: 'once', lost: '', unhealthy: 3 }, { kind: 'reload', target: 'all', stopWhen: { unhealthy: 3 } }],
    [{ pace: 'once', unhealthy: 3 }, { kind: 'reload', target: 'all', stopWhen: { lost: 5, unhealthy: 3 } }],
    [{ minutes: 0.001, lost: '' }, { kind: 'reload', target: 'all', spread: 1 }],
    [{ action: 'release', version: 'v2', percent: 10, lost: 100 }, { kind: 'release', version: 'v2', force: true, spread: 600, stopWhen: { lost: 100 } }],
  ])('%j becomes %j', (change, command) => {
    expect(drafted(change)).toEqual({ command, problem: null })
  })

  it.each<Partial<WaveDraft>>([{ action: 'release' }, { minutes: '' }, { pace: 'rate', perSecond: '' }])('is only incomplete, which is no mistake: %j', (change) => {
    expect(drafted(change)).toEqual({ command: null, problem: null })
  })

  it.each<[Partial<WaveDraft>, string]>([
    [{ minutes: 1_441 }, 'Spread: 1441 minutes (expected: more than 0, and at most 1,440).'],
    [{ minutes: 0 }, 'Spread: 0 minutes (expected: more than 0, and at most 1,440).'],
    [{ pace: 'rate', perSecond: 1.5 }, 'Tabs a second: 1.5 (expected: a whole number from 1 to 1,000,000).'],
    [{ deadline: -1 }, 'Time for unsaved work: -1 minutes (expected: more than 0, and at most 10,080).'],
    [{ lost: 101 }, 'Lost: 101 (expected: a whole number from 1 to 100).'],
    [{ unhealthy: 101 }, 'Bad answers: 101 (expected: a whole number from 1 to 100).'],
    [{ percent: 0 }, 'Share: 0 % (expected: a whole number from 1 to 100).'],
  ])('says what the server would not take: %j', (change, problem) => {
    expect(drafted(change)).toEqual({ command: null, problem })
  })

  it('says that nobody has seen a version only where the server asks for it', () => {
    const draft: WaveDraft = { ...emptyDraft(), action: 'release', version: 'v9', unseen: true }
    expect(waveOf(draft, true).command).toMatchObject({ unseen: true })
    expect(waveOf(draft, false).command).not.toHaveProperty('unseen')
  })
})
