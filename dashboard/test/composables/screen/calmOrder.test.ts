// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref, shallowRef } from 'vue'
import { useCalmOrder, type CalmOrder } from '../../../src/composables/shared/useCalmOrder'
import { inScope } from '../../fake/page'

const counts = shallowRef<Readonly<Record<string, number>>>({})
const question = ref('')
let list: CalmOrder<string>

beforeEach(() => {
  vi.useFakeTimers()
  counts.value = { a: 3, b: 2, c: 1 }
  question.value = ''
  const sorted = (): readonly string[] => Object.keys(counts.value).sort((x, y) => (counts.value[y] ?? 0) - (counts.value[x] ?? 0))
  list = inScope(() => useCalmOrder(sorted, (name) => name, () => question.value))
})
afterEach(() => vi.useRealTimers())

const event = new Event('x')

describe('a list that keeps still', () => {
  it('is sorted at first', () => {
    expect(list.items.value).toEqual(['a', 'b', 'c'])
  })

  it('keeps its order while the figures change, and is sorted every 10 seconds', async () => {
    counts.value = { a: 1, b: 2, c: 3 }
    expect(list.items.value).toEqual(['a', 'b', 'c'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(list.items.value).toEqual(['c', 'b', 'a'])
  })

  it.each([
    ['the pointer is on it', 'pointerenter', 'pointerleave'],
    ['the focus is in it', 'focusin', 'focusout'],
  ] as const)('is not sorted as long as %s', async (_, begins, ends) => {
    list.reading[begins](event)
    expect(list.isRead.value).toBe(true)
    counts.value = { a: 1, b: 2, c: 3 }
    await vi.advanceTimersByTimeAsync(60_000)
    expect(list.items.value).toEqual(['a', 'b', 'c'])
    list.reading[ends](event)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(list.items.value).toEqual(['c', 'b', 'a'])
  })

  it('drops what is gone and adds what is new at the end, in its order', () => {
    counts.value = { b: 2, c: 1, y: 8, x: 9 }
    expect(list.items.value).toEqual(['b', 'c', 'x', 'y'])
  })

  it('is sorted at once for another question, and after it was empty', () => {
    counts.value = { a: 1, b: 2, c: 3 }
    question.value = 'search'
    expect(list.items.value).toEqual(['c', 'b', 'a'])
    counts.value = {}
    expect(list.items.value).toEqual([])
    counts.value = { a: 1, b: 2 }
    expect(list.items.value).toEqual(['b', 'a'])
  })
})
