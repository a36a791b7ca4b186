// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { PageName } from '../../../src/model/address/pages'
import { readView, viewParameters, type View } from '../../../src/model/address/view'

function parameters(page: PageName, view: View): string {
  const named = Object.entries(viewParameters(page, view)).filter((pair): pair is [string, string] => pair[1] !== null)
  return new URLSearchParams(named).toString()
}

describe('a view in the address', () => {
  it('says nothing while everything has its default', () => {
    for (const page of ['live', 'tabs'] as const) expect(parameters(page, readView(new URLSearchParams()))).toBe('')
  })

  it.each([
    ['tabs', 'route=%2Fa%2F*&match=glob&version=v1&user=ann+b%26c&outdated=1&page=3'],
    ['live', 'range=24h&search=shop'],
    ['tabs', 'version=v2'],
    ['live', 'range=15m'],
    ['tabs', 'page=2'],
  ] as const)('comes back as it was on the page that it belongs to: %s, %s', (page, address) => {
    const view = readView(new URLSearchParams(address))
    expect(parameters(page, view)).toBe(address)
    expect(parameters('waves', view)).toBe('')
  })

  it.each(['page=0', 'page=1', 'page=-4', 'page=1.5', 'page=x', 'page=1e99', 'range=2h', 'match=sounds-like', 'outdated=no', 'match=regex'])('is as by default where it makes no sense: %s', (address) => {
    for (const page of ['live', 'tabs'] as const) expect(parameters(page, readView(new URLSearchParams(address)))).toBe('')
  })
})
