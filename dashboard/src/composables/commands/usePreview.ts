// SPDX-License-Identifier: Apache-2.0
import { watch, type ShallowRef } from 'vue'
import type { Command, Outcome } from '../../api/types'
import { useDebounce } from '../shared/useDebounce'
import { useResource } from '../shared/useResource'
import { useThrottle } from '../shared/useThrottle'
import { useDashboard } from '../useDashboard'

/** How long typing must pause before the server is asked, in milliseconds. */
const PAUSE_MILLIS = 300

/** The shortest time between two counts while tabs come and go, in milliseconds. */
const REFRESH_MILLIS = 3_000

/** What a command would do now. */
export interface Preview {
  /** Null while it is unknown, and while there is no command. */
  readonly outcome: Readonly<ShallowRef<Outcome | null>>
  readonly error: Readonly<ShallowRef<string | null>>
  refresh(): Promise<void>
}

/**
 * Counts the tabs of a command while a person fills it in. Nothing is sent to tabs.
 *
 * @param command the command; null while the fields do not make one
 * @param isVisible whether the number can be seen: only then does it follow the tabs that come and go
 */
export function usePreview(command: () => Command | null, isVisible: () => boolean): Preview {
  const { api, stream } = useDashboard()
  const outcome = useResource<Outcome | null>(null, async (signal) => {
    const wanted = command()
    return wanted === null ? null : api.preview(wanted, signal)
  })
  const refreshAfterPause = useDebounce(() => void outcome.refresh(), PAUSE_MILLIS)
  const refreshNowAndThen = useThrottle(() => command() !== null && isVisible() && outcome.renew(), REFRESH_MILLIS)
  const startOver = (): void => {
    outcome.reset()
    refreshAfterPause()
  }
  watch(() => JSON.stringify(command()), startOver, { immediate: true })
  watch(stream.stats, refreshNowAndThen)
  return { outcome: outcome.data, error: outcome.error, refresh: () => outcome.refresh() }
}
