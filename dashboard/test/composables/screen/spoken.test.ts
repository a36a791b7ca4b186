// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { useSpoken } from '../../../src/composables/history/useSpoken'
import { inScope } from '../../fake/page'

describe('what a screen reader says', () => {
  it('follows by itself, but with the focus only when asked', async () => {
    const figure = ref(1)
    const { said, focus, blur, speak } = inScope(() => useSpoken(() => figure.value))
    const becomes = async (value: number): Promise<number> => {
      figure.value = value
      await nextTick()
      return said.value
    }
    expect(await becomes(2)).toBe(2)
    focus()
    expect(await becomes(3)).toBe(2)
    speak()
    expect(said.value).toBe(3)
    await becomes(4)
    blur()
    expect(said.value).toBe(4)
    expect(await becomes(5)).toBe(5)
  })
})
