// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { scriptTag } from '../../../src/model/page/scriptTag'
import { pageIcon, pageTitle } from '../../../src/model/page/title'

describe('the title of the page', () => {
  it.each([
    [{ total: 57, share: 0.75, version: 'v2', lost: false }, '57 tabs, 75.0% on v2 – Rollcall'],
    [{ total: 0, share: 0, version: 'v2', lost: false }, '0 tabs – Rollcall'],
    [{ total: 1, share: 1, version: null, lost: false }, '1 tab – Rollcall'],
    [{ total: 57, share: 0.75, version: 'v2', page: 'Waves', lost: false }, '57 tabs, 75.0% on v2 – Waves – Rollcall'],
    [{ total: 57, share: 0.75, version: 'v2', lost: true }, 'Connection lost, last 57 tabs – Rollcall'],
  ])('%j', (figures, title) => {
    expect(pageTitle({ page: null, ...figures })).toBe(title)
  })
})

describe('the icon of the page', () => {
  it.each([
    [7, '7'],
    [999, '999'],
    [1_234, '1K'],
    [99_999, '100K'],
    [2_000_000, '2M'],
  ])('shows %i as %s', (total, text) => {
    const svg = decodeURIComponent(pageIcon({ total, lost: false }).replace('data:image/svg+xml,', ''))
    expect(svg).toContain(`>${text}</text>`)
  })

  it('is grey while the figures are old', () => {
    expect(pageIcon({ total: 7, lost: true })).not.toBe(pageIcon({ total: 7, lost: false }))
  })
})

describe('the tag for a page', () => {
  it('names the server and the build, whatever they are called', () => {
    expect(scriptTag('/__skew', 'build-1')).toBe('<script src="/__skew/client.js" data-version="build-1" defer></script>')
    expect(scriptTag('/a&b', '"><b>')).toBe('<script src="/a&amp;b/client.js" data-version="&quot;>&lt;b>" defer></script>')
  })
})
