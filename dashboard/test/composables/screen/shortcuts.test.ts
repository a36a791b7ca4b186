// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useShortcuts } from '../../../src/composables/page/useShortcuts'
import { inScope } from '../../fake/page'

const act = vi.fn()

beforeEach(() => {
  localStorage.clear()
  act.mockClear()
})

function press(key: string, on: EventTarget = document.body, more: KeyboardEventInit = {}): void {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

describe('a shortcut', () => {
  it('does what it is for', () => {
    inScope(() => useShortcuts({ r: act }))
    press('r')
    press('x')
    press('toString')
    expect(act).toHaveBeenCalledTimes(1)
  })

  it.each(['input', 'textarea', 'select', 'dialog'])('does nothing in a %s', (name) => {
    inScope(() => useShortcuts({ r: act }))
    document.body.append(document.createElement(name))
    press('r', document.querySelector(name) ?? window)
    expect(act).not.toHaveBeenCalled()
  })

  it.each(['ctrlKey', 'metaKey', 'altKey', 'repeat'])('does nothing with %s', (name) => {
    inScope(() => useShortcuts({ r: act }))
    press('r', document.body, { [name]: true })
    expect(act).not.toHaveBeenCalled()
  })

  it('can be switched off, which this browser remembers', async () => {
    const { enabled } = inScope(() => useShortcuts({ r: act }))
    enabled.value = false
    await nextTick()
    press('r')
    expect(act).not.toHaveBeenCalled()
    expect(inScope(() => useShortcuts({})).enabled.value).toBe(false)
  })
})
