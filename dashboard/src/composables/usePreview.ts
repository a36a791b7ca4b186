// SPDX-License-Identifier: Apache-2.0
import { watch, type ShallowRef } from 'vue'
import type { Command, Outcome } from '../api/types'
import { useDashboard } from './useDashboard'
import { useDebounce } from './useDebounce'
import { useResource } from './useResource'
import { useThrottle } from './useThrottle'

/** Typing must pause for so long before the server is asked, in milliseconds. */
const PAUSE_MILLIS = 300

/** While tabs come and go the number is renewed at most so often, in milliseconds. */
const REFRESH_MILLIS = 3_000

/** How many tabs a command would reach. */
export interface Preview {
  /** Null until it is known, and while there is no command. */
  readonly outcome: Readonly<ShallowRef<Outcome | null>>
  readonly error: Readonly<ShallowRef<string | null>>
  refresh(): Promise<void>
}

/**
 * Counts while a command is being put together; nothing is carried out.
 *
 * @param seen whether somebody can see the number: only then it follows the tabs that come and go
 */
export function usePreview(command: () => Command | null, seen: () => boolean): Preview {
  const { admin, live } = useDashboard()
  const { data, error, refresh } = useResource<Outcome | null>(null, async (signal) => {
    const wanted = command()
    return wanted === null ? null : admin.preview(wanted, signal)
  })
  const settle = useDebounce(() => void refresh(), PAUSE_MILLIS)
  const renew = useThrottle(() => command() !== null && seen() && void refresh(), REFRESH_MILLIS)
  const changed = (): void => {
    data.value = null
    error.value = null
    settle()
  }
  watch(() => JSON.stringify(command()), changed, { immediate: true })
  watch(live.stats, renew)
  return { outcome: data, error, refresh }
}
