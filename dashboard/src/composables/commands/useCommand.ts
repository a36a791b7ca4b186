// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { ApiError } from '../../api/admin'
import type { Command, Outcome } from '../../api/types'
import { confirmationOf, resultText, type Confirmation } from '../../model/confirmation'
import { tabs } from '../../model/format'
import { errorText } from '../shared/errorText'
import { useDashboard } from '../useDashboard'
import { usePreview, type Preview } from './usePreview'

/** The steps of a command: previewed, confirmed, run. */
export interface UseCommand {
  readonly preview: Preview
  /** What to ask before the command runs; null while nothing is asked. */
  readonly confirmation: ComputedRef<Confirmation | null>
  /** What has changed since then; null if nothing has. */
  readonly notice: Readonly<ShallowRef<string | null>>
  /** Why the command cannot run; null if it can. */
  readonly blocked: ComputedRef<string | null>
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What the last command did; null before that. */
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
  const { stream } = useDashboard()
  const preview = usePreview(command, isVisible)
  const run = useRun()
  /**
   * What the command would have done when the question was asked. Kept while the dialog is open, because a person may have to
   * type the number.
   */
  const asked = shallowRef<Outcome | null>(null)
  const confirmation = computed(() => {
    const wanted = command()
    return wanted === null || asked.value === null ? null : confirmationOf(wanted, asked.value, stream.stats.value?.total ?? null)
  })
  const blocked = computed(() => run.failure.value ?? reasonNotToRun(command(), asked.value))

  async function ask(): Promise<void> {
    run.reset()
    await preview.refresh()
    asked.value = preview.error.value === null ? preview.outcome.value : null
  }

  async function confirm(): Promise<void> {
    const wanted = command()
    const outcome = asked.value
    if (wanted === null || outcome === null) return
    const needed = await run.start(confirmed(wanted, outcome))
    asked.value = needed === null ? null : { ...outcome, ...needed }
  }

  const cancel = (): void => void (asked.value = null)
  return { preview, confirmation, notice: run.notice, blocked, busy: run.busy, result: run.result, ask, confirm, cancel }
}

/** Adds the confirmed number. A message makes no tab reload, so it needs none. */
function confirmed(command: Command, { confirm }: Outcome): Command {
  return command.kind === 'message' || confirm === undefined ? command : { ...command, confirm }
}

/** Runs one command at a time, and keeps the outcome of the last. */
interface Run {
  readonly busy: ShallowRef<boolean>
  readonly failure: ShallowRef<string | null>
  readonly notice: ShallowRef<string | null>
  readonly result: ShallowRef<string | null>
  /** Forgets the outcome of the last run. */
  reset(): void
  /** Runs a command; returns null when it succeeded, or what the question must say now. */
  start(command: Command): Promise<Partial<Outcome> | null>
}

function useRun(): Run {
  const { api, refreshRecords } = useDashboard()
  const [busy, failure, notice, result] = [shallowRef(false), shallowRef<string | null>(null), shallowRef<string | null>(null), shallowRef<string | null>(null)]

  async function start(command: Command): Promise<Partial<Outcome> | null> {
    if (busy.value) return {}
    busy.value = true
    try {
      result.value = resultText(command, await api.run(command))
      refreshRecords()
      return null
    } catch (error) {
      return refused(error)
    } finally {
      busy.value = false
    }
  }

  /**
   * Handles a refusal. If there are now more tabs than when the person was asked, the question comes again with their number.
   */
  function refused(error: unknown): Partial<Outcome> {
    const confirm = error instanceof ApiError ? error.confirm : null
    if (confirm === null) failure.value = errorText(error)
    else notice.value = `Nothing was sent: by now this would reload ${tabs(confirm)}. Confirm that number.`
    return confirm === null ? {} : { matched: confirm, confirm }
  }

  const reset = (): void => [failure, notice, result].forEach((each) => void (each.value = null))
  return { busy, failure, notice, result, reset, start }
}

/** Returns why a command cannot run. An announcement always can: it changes the current version even if it reaches no tab. */
function reasonNotToRun(command: Command | null, preview: Outcome | null): string | null {
  return preview?.matched === 0 && command?.kind !== 'release' ? 'No tab matches now.' : null
}
