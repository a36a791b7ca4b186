// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Command } from '../api/types'
import { question, report, type Question } from '../model/words'
import { useDashboard } from './useDashboard'
import { usePreview, type Preview } from './usePreview'

/** One command on its way: counted, asked about, carried out. */
export interface UseCommand {
  readonly preview: Preview
  /** What to ask before going on; null while nothing is asked. */
  readonly asking: ComputedRef<Question | null>
  /** Why it cannot go on; null when it can. */
  readonly blocked: ComputedRef<string | null>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What became of the last one; null before. */
  readonly result: Readonly<ShallowRef<string | null>>
  /** Counts anew and asks. */
  ask(): Promise<void>
  confirm(): Promise<void>
  cancel(): void
}

/**
 * Nothing is sent to tabs before {@link UseCommand.confirm}.
 *
 * @param seen whether somebody can see the preview
 */
export function useCommand(command: () => Command | null, seen: () => boolean): UseCommand {
  const { admin, acted } = useDashboard()
  const preview = usePreview(command, seen)
  const open = shallowRef(false)
  const busy = shallowRef(false)
  const failure = shallowRef<string | null>(null)
  const result = shallowRef<string | null>(null)

  const asking = computed(() => {
    const wanted = command()
    const outcome = preview.outcome.value
    return open.value && wanted !== null && outcome !== null ? question(wanted, outcome) : null
  })
  const blocked = computed(() => {
    const nobody = preview.outcome.value?.matched === 0 && command()?.kind !== 'release'
    return failure.value ?? (nobody ? 'No tab matches now.' : null)
  })

  return {
    preview,
    asking,
    blocked,
    busy,
    result,
    ask: async () => {
      result.value = null
      failure.value = null
      await preview.refresh()
      open.value = preview.error.value === null
    },
    confirm: async () => {
      const wanted = command()
      if (wanted === null || busy.value) return
      busy.value = true
      try {
        result.value = report(wanted, await admin.run(wanted))
        open.value = false
        acted()
      } catch (error) {
        failure.value = error instanceof Error ? error.message : String(error)
      } finally {
        busy.value = false
      }
    },
    cancel: () => {
      open.value = false
    },
  }
}
