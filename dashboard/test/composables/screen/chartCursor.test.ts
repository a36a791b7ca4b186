// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useChartCursor, type ChartCursor } from '../../../src/composables/history/useChartCursor'
import { inScope } from '../../fake/page'

const moments = shallowRef<readonly number[]>([])
let cursor: ChartCursor

beforeEach(() => {
  moments.value = [10, 20, 30, 40]
  cursor = inScope(() => useChartCursor(() => moments.value))
})

describe('the moment that is read on the chart', () => {
  it('is the latest, and moves by keys as a slider does', () => {
    expect(cursor.index.value).toBe(3)
    const keys = ['ArrowLeft', 'ArrowDown', 'ArrowRight', 'Home', 'ArrowLeft', 'PageUp', 'End', 'PageDown', 'Escape']
    const seen = keys.map((key) => [cursor.press(key), cursor.index.value])
    expect(seen.map(([, index]) => index)).toEqual([2, 1, 2, 0, 0, 3, 3, 0, 3])
    expect(seen.every(([used]) => used)).toBe(true)
  })

  it('ignores keys that mean nothing here', () => {
    expect(['Tab', 'a', 'constructor', 'Enter'].map((key) => cursor.press(key))).toEqual([false, false, false, false])
    moments.value = []
    expect([cursor.press('ArrowLeft'), cursor.index.value]).toEqual([false, -1])
  })

  it('stays where it is while samples come and go, and follows the latest one at the end', () => {
    cursor.press('ArrowLeft')
    moments.value = [20, 30, 40, 50]
    expect(moments.value[cursor.index.value]).toBe(30)
    cursor.press('End')
    moments.value = [30, 40, 50, 60]
    expect(moments.value[cursor.index.value]).toBe(60)
  })

  it('is that of the mouse until a key is pressed', () => {
    cursor.mouse.value = 1
    expect(cursor.index.value).toBe(1)
    cursor.press('Home')
    expect(cursor.index.value).toBe(0)
    cursor.reset()
    expect(cursor.index.value).toBe(1)
  })
})
