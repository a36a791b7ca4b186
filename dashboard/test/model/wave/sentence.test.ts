// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { confirmationOf, resultText } from '../../../src/model/confirmation'
import { isPaced, paceText, waveSentence, type WaveCommand } from '../../../src/model/wave/sentence'

const all: WaveCommand = { kind: 'reload', target: 'all' }
const paced: WaveCommand = { kind: 'reload', target: { outdated: true }, spread: 600, deadline: 300, stopWhen: { lost: 5 } }

describe('what will happen, in a sentence', () => {
  it.each<[WaveCommand, number, string]>([
    [
      paced,
      42,
      '42 of 1,200 tabs (tabs on an outdated version) will reload, one after the other over 10 minutes; a tab with unsaved work has until 5 minutes after it was asked. It stops if more than 5 % do not come back.',
    ],
    [all, 1_200, 'All 1,200 tabs will reload at once; a tab with unsaved work may wait for as long as its page needs.'],
    [{ ...all, spread: 90 }, 1, '1 of 1,200 tabs will reload at a moment within 1 minute 30 seconds; a tab with unsaved work may wait for as long as its page needs.'],
    [{ ...all, perSecond: 10 }, 1_000, '1,000 of 1,200 tabs will reload, 10 a second, which takes 1 minute 40 seconds; a tab with unsaved work may wait for as long as its page needs.'],
    [all, 0, 'No tab matches now, so none would reload.'],
  ])('%j for %i tabs', (command, matched, sentence) => {
    expect(waveSentence(command, { matched }, 1_200)).toBe(sentence)
  })

  it.each([
    [{ previous: 'v1' }, 'v2 becomes the current version, and every tab is notified. '],
    [{ previous: 'v3', rollback: true }, 'v2 becomes the current version again: this rolls back, and every tab is notified. '],
    [{ previous: 'v2' }, 'v2 is the current version already. '],
  ])('says first what a release does: %j', (preview, first) => {
    const release: WaveCommand = { kind: 'release', version: 'v2', force: true, spread: 60 }
    const rest = '7 of 9 tabs (those on other versions) will reload, one after the other over 1 minute; a tab with unsaved work may wait for as long as its page needs.'
    expect(waveSentence(release, { matched: 7, ...preview }, 9)).toBe(first + rest)
    expect(waveSentence(release, { matched: 0, ...preview }, 9)).toBe(`${first}No tab is on another version now.`)
  })

  it.each([
    [{ lost: 5 }, 'It stops if more than 5 % do not come back.'],
    [{ unhealthy: 1 }, 'It stops if the health address answers badly once.'],
    [{ lost: 5, unhealthy: 3 }, 'It stops if more than 5 % do not come back, or if the health address answers badly 3 times in a row.'],
  ])('says when it stops by itself: %j', (stopWhen, sentence) => {
    expect(waveSentence({ ...all, stopWhen }, { matched: 7 }, 9).endsWith(` needs. ${sentence}`)).toBe(true)
  })

  it('leaves out how many there are while that is not known, and counts those that came meanwhile', () => {
    expect(waveSentence(all, { matched: 7 }, null)).toMatch(/^7 tabs will reload/)
    expect(waveSentence(all, { matched: 7 }, 6)).toMatch(/^All 7 tabs will reload/)
    expect(waveSentence(all, { matched: 1 }, 1)).toMatch(/^The only tab will reload at once/)
  })

  it('is what a person confirms, with the number that the server asks for', () => {
    const preview = { matched: 42, confirm: 42 }
    expect(confirmationOf(paced, preview, 1_200)).toEqual({ title: 'Reload 42 tabs?', body: waveSentence(paced, preview, 1_200), confirmLabel: 'Reload 42 tabs', number: 42 })
    expect(confirmationOf(all, { matched: 42 }, 1_200).number).toBeUndefined()
    expect(resultText(paced, preview)).toBe('The wave has begun: 42 tabs, over 10 minutes.')
  })
})

describe('the pace', () => {
  it.each([
    [{}, 'at once'],
    [{ spread: 3_600 }, 'over 1 hour'],
    [{ perSecond: 1, spread: 50 }, '1 tab a second'],
  ])('%j is %s', (pace, text) => {
    expect(paceText(pace)).toBe(text)
  })

  it('is absent for a command that reloads at once, and for a message', () => {
    expect([all, { ...all, spread: 1 }, { ...all, deadline: 1 }, { ...all, stopWhen: { lost: 1 } }].map(isPaced)).toEqual([false, true, true, true])
    expect(isPaced({ kind: 'message', target: 'all', message: { type: 'notice' } })).toBe(false)
  })
})
