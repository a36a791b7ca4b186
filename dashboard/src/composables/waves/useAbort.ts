// SPDX-License-Identifier: Apache-2.0
import { shallowRef, type ShallowRef } from 'vue'
import type { Abortion } from '../../api/waveTypes'
import { tabs } from '../../model/format'
import { errorText } from '../shared/errorText'
import { useDashboard } from '../useDashboard'

/** Aborting a wave: asked once, then done. */
export interface UseAbort {
  readonly asked: Readonly<ShallowRef<boolean>>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** Why it failed; null if it did not. */
  readonly failure: Readonly<ShallowRef<string | null>>
  /** What it did; null before that. */
  readonly result: Readonly<ShallowRef<string | null>>
  ask(): void
  cancel(): void
  /**
   * Aborts the wave.
   *
   * @param reason the reason in words, for other people; empty for none
   */
  confirm(reason: string): Promise<void>
}

/** Aborts a wave once a person has confirmed it. */
export function useAbort(id: string): UseAbort {
  const { api, refreshRecords } = useDashboard()
  const asked = shallowRef(false)
  const busy = shallowRef(false)
  const failure = shallowRef<string | null>(null)
  const result = shallowRef<string | null>(null)

  async function confirm(reason: string): Promise<void> {
    busy.value = true
    try {
      result.value = resultOf(await api.abort(id, reason.trim()))
      asked.value = false
      refreshRecords()
    } catch (error) {
      failure.value = errorText(error)
    } finally {
      busy.value = false
    }
  }

  function ask(): void {
    failure.value = null
    asked.value = true
  }

  return { asked, busy, failure, result, ask, cancel: () => void (asked.value = false), confirm }
}

function resultOf({ letOff, unchanged }: Abortion): string {
  if (unchanged === true) return 'It was over already: nobody was let off.'
  return letOff === 1 ? 'Aborted: 1 tab was let off.' : `Aborted: ${tabs(letOff)} were let off.`
}
