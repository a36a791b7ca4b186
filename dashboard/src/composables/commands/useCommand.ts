// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { Command, Outcome } from '../../api/types'
import { confirmationOf, resultText, type Confirmation } from '../../model/confirmation'
import { errorText } from '../shared/errorText'
import { useDashboard } from '../useDashboard'
import { usePreview, type Preview } from './usePreview'

/** The way of a command: previewed, confirmed, run. */
export interface UseCommand {
  readonly preview: Preview
  /** What to ask before the command runs; null while nothing is asked. */
  readonly confirmation: ComputedRef<Confirmation | null>
  /** Why the command cannot run; null when it can. */
  readonly blocked: ComputedRef<string | null>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What the last command did; null before. */
  readonly result: Readonly<ShallowRef<string | null>>
  /** Counts again, then asks for confirmation. */
  ask(): Promise<void>
  /** Runs the command. */
  confirm(): Promise<void>
  cancel(): void
}

/**
 * Previews a command, asks for confirmation and runs it. Nothing is sent to tabs before {@link UseCommand.confirm}.
 *
 * @param command the command; null while the fields do not make one
 * @param isVisible whether the preview can be seen
 */
export function useCommand(command: () => Command | null, isVisible: () => boolean): UseCommand {
  const preview = usePreview(command, isVisible)
  const run = useRun()
  const asked = shallowRef(false)
  const confirmation = computed(() => {
    const wanted = command()
    const outcome = preview.outcome.value
    return asked.value && wanted !== null && outcome !== null ? confirmationOf(wanted, outcome) : null
  })
  const blocked = computed(() => run.failure.value ?? reasonNotToRun(command(), preview.outcome.value))

  async function ask(): Promise<void> {
    run.reset()
    await preview.refresh()
    asked.value = preview.error.value === null
  }

  async function confirm(): Promise<void> {
    const wanted = command()
    if (wanted !== null && (await run.start(wanted))) asked.value = false
  }

  return { preview, confirmation, blocked, busy: run.busy, result: run.result, ask, confirm, cancel: () => void (asked.value = false) }
}

/** One run of a command at a time, and what became of the last one. */
interface Run {
  readonly busy: ShallowRef<boolean>
  readonly failure: ShallowRef<string | null>
  readonly result: ShallowRef<string | null>
  /** Forgets what became of the last run. */
  reset(): void
  /** Runs a command; returns whether it succeeded. */
  start(command: Command): Promise<boolean>
}

function useRun(): Run {
  const { api, refreshRecords } = useDashboard()
  const busy = shallowRef(false)
  const failure = shallowRef<string | null>(null)
  const result = shallowRef<string | null>(null)

  async function start(command: Command): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      result.value = resultText(command, await api.run(command))
      refreshRecords()
      return true
    } catch (error) {
      failure.value = errorText(error)
      return false
    } finally {
      busy.value = false
    }
  }

  function reset(): void {
    failure.value = null
    result.value = null
  }

  return { busy, failure, result, reset, start }
}

/** An announcement changes the current version even when it reaches no tab. */
function reasonNotToRun(command: Command | null, preview: Outcome | null): string | null {
  return preview?.matched === 0 && command?.kind !== 'release' ? 'No tab matches now.' : null
}
