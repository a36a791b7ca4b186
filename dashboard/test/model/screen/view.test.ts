// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readView, viewParameters, type View } from '../../../src/model/address/view'

function parameters(view: View): string {
  const named = Object.entries(viewParameters(view)).filter((pair): pair is [string, string] => pair[1] !== null)
  return new URLSearchParams(named).toString()
}

describe('a view in the address', () => {
  it('says nothing while everything is as by default', () => {
    expect(parameters(readView(new URLSearchParams()))).toBe('')
  })

  it.each([
    'route=%2Fa%2F*&match=glob&version=v1&user=ann+b%26c&outdated=1&range=24h&page=3&search=shop',
    'version=v2',
    'range=15m',
    'page=2',
  ])('comes back as it was: %s', (address) => {
    expect(parameters(readView(new URLSearchParams(address)))).toBe(address)
  })

  it.each(['page=0', 'page=1', 'page=-4', 'page=1.5', 'page=x', 'page=1e99', 'range=2h', 'match=sounds-like', 'outdated=no', 'match=regex'])('is as by default where it makes no sense: %s', (address) => {
    expect(parameters(readView(new URLSearchParams(address)))).toBe('')
  })
})
