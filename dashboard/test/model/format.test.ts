// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest'
import { duration, percent, tabs, timeZone } from '../../src/model/format'

describe('formatting', () => {
  it('says 0% and 100% only for none and all', () => {
    expect([0, 0.00001, 0.5, 0.99999, 1].map(percent)).toEqual(['0%', '0.1%', '50.0%', '99.9%', '100%'])
  })

  it('counts tabs', () => {
    expect([tabs(1), tabs(0), tabs(100_000)]).toEqual(['1 tab', '0 tabs', '100,000 tabs'])
  })

  it('gives durations in the largest unit', () => {
    const millis = [-5, 0, 900, 59_000, 3_599_000, 7_200_000, 200_000_000]
    expect(millis.map(duration)).toEqual(['0 sec', '0 sec', '1 sec', '59 sec', '59 min', '2 hr', '2 days'])
  })

  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('names the time zone in a browser whose own language is none', () => {
    class Strict extends Intl.DateTimeFormat {
      constructor(language?: string, options?: Intl.DateTimeFormatOptions) {
        if (language === undefined) throw new RangeError('Invalid language tag: en-US@posix')
        super(language, options)
      }
    }
    vi.stubGlobal('Intl', { ...Intl, DateTimeFormat: Strict })
    expect(timeZone(0)).toMatch(/\w/)
  })
})
