// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { dateTime } from '../../../src/model/format'
import { abortQuestion } from '../../../src/model/wave/abort'
import { funnelLines, PLACES, through } from '../../../src/model/wave/funnel'
import { endText, progressText, rulesText, stateText, timeShare, timeText } from '../../../src/model/wave/progress'
import { waveWith } from '../../fake/waves'

const everywhere = waveWith({ waiting: 1, delivered: 2, deferred: 3, reloading: 4, returned: 5, unchanged: 6, gone: 7, aborted: 8, unconfirmed: 9 })

describe('the funnel of a wave', () => {
  it('names every place with tabs once, what is over first; the parts add up', () => {
    const lines = funnelLines(everywhere)
    expect(lines.map(({ place }) => place)).toEqual(PLACES)
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(everywhere.matched)
    expect(lines.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    expect(lines.every(({ meaning }) => meaning.length > 0)).toBe(true)
    expect(through(everywhere)).toBe(35)
  })

  it('always says how many have returned, and leaves out other places without tabs', () => {
    expect(funnelLines(waveWith({ waiting: 3 })).map(({ label, count }) => `${label} ${count}`)).toEqual(['Returned 0', 'Waiting 3'])
    expect(funnelLines(waveWith({}))).toMatchObject([{ place: 'returned', count: 0, share: 0 }])
  })

  it('says why tabs defer, and until when', () => {
    const wave = waveWith({ deferred: 3 }, { reasons: { call: 1, 'unsaved work': 2 }, deferredUntil: 2_000_000 })
    const [, deferred] = funnelLines(wave)
    expect(deferred?.meaning).toContain('Reasons: unsaved work (2), call (1).')
    expect(deferred?.meaning).toContain(`reloads at ${dateTime(2_000_000)} at the latest`)
    expect(funnelLines(waveWith({ deferred: 1 }))[1]?.meaning).toContain('There is no deadline.')
  })

  it('explains what an old client and an old build are about', () => {
    const of = (place: string): string | undefined => funnelLines(everywhere).find((line) => line.place === place)?.meaning
    expect(of('unconfirmed')).toContain('1.x')
    expect(of('unchanged')).toContain('service worker')
    expect(of('waiting')).toContain(dateTime(everywhere.until))
  })
})

describe('how far a wave is', () => {
  it('is the number that returned, and of those still to come', () => {
    expect(progressText(everywhere)).toBe('5 of 45 tabs returned, 10 still to come')
    expect(progressText({ ...everywhere, state: 'stopped' })).toBe('5 of 45 tabs returned')
    expect(progressText(waveWith({}))).toBe('no tab matched')
    expect(stateText(everywhere)).toBe('Running')
  })

  it('is a part of its time', () => {
    expect([0, 1_000_000, 1_150_000, 9_000_000].map((now) => timeShare(everywhere, now))).toEqual([0, 0, 0.25, 1])
    expect(timeShare({ ...everywhere, until: everywhere.at }, 0)).toBe(1)
    expect(timeText(everywhere, 1_150_000)).toBe(`2 minutes 30 seconds of 10 minutes have passed; the last tab is asked at ${dateTime(1_600_000)}.`)
    expect(timeText(everywhere, 1_600_000)).toBe('Every tab has been asked.')
  })

  it('says by which rules it goes, who ended it, and why', () => {
    expect(rulesText({ ...everywhere, perSecond: 10, deadline: 300, stopWhen: { lost: 5 } })).toBe('10 tabs a second, unsaved work may wait 5 minutes, stops above 5 % lost')
    expect(rulesText(everywhere)).toBe('at once')
    expect(rulesText({ ...everywhere, stopWhen: { unhealthy: 3 } })).toBe('at once, stops after 3 bad health answers')
    expect(endText(everywhere)).toBeNull()
    expect(endText({ ...everywhere, state: 'stopped', reason: '12 of 40 tabs are lost', endedBy: 'rollcall' })).toBe('Stopped by itself: 12 of 40 tabs are lost.')
    expect(endText({ ...everywhere, state: 'aborted', reason: 'aborted by hand', endedBy: 'ann' })).toBe('Aborted by ann: Aborted by hand.')
  })
})

describe('the question before a wave is aborted', () => {
  it('says who is let off, and who is not', () => {
    expect(abortQuestion(everywhere)).toEqual({
      title: 'Abort this wave?',
      body: '1 tab that waits is let off, and will not reload. 9 tabs that were asked already go on.',
      confirmLabel: 'Abort, and let 1 tab off',
    })
    expect(abortQuestion(waveWith({ waiting: 1_000 })).body).toBe('1,000 tabs that wait are let off, and will not reload.')
    expect(abortQuestion(waveWith({ deferred: 1 }))).toMatchObject({ body: 'No tab waits any more. 1 tab that was asked already goes on.', confirmLabel: 'Abort' })
  })
})
