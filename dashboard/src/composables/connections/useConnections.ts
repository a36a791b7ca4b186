// SPDX-License-Identifier: Apache-2.0
import { computed, reactive, shallowRef, watch, type ComputedRef } from 'vue'
import { emptyFilter, isEmpty, type Filter } from '../../model/filter'
import { useDebounce } from '../shared/useDebounce'
import { useThrottle } from '../shared/useThrottle'
import { useDashboard } from '../useDashboard'
import { useFetchedRows } from './fetchedRows'
import { rowsOf, type Rows } from './rows'
import { useStreamedRows } from './streamedRows'

/** How long typing must pause before the server is asked, in milliseconds. */
const PAUSE_MILLIS = 300

/** The shortest time between two requests for rows that the stream does not bring, in milliseconds. */
const REFRESH_MILLIS = 3_000

/** The connections, page by page. */
export interface UseConnections extends Rows {
  /** Reactive; its fields are changed in place. */
  readonly filter: Filter
  readonly filtered: ComputedRef<boolean>
  /** How many connections there are on all pages; null while nobody has counted them. */
  readonly total: ComputedRef<number | null>
  /** Goes to the next page or to the one before. */
  turn(by: 1 | -1): void
  /** Empties the filter. */
  clear(): void
}

/**
 * Lists the connections. What the stats list is shown as it arrives. With a filter, or beyond what the stats list, the
 * server is asked, and asked again when the stats change.
 */
export function useConnections(): UseConnections {
  const { stream } = useDashboard()
  const filter = reactive(emptyFilter())
  const wanted = shallowRef(0)
  const filtered = computed(() => !isEmpty(filter))
  const streamed = useStreamedRows(stream, wanted)
  const fetched = useFetchedRows(filter, wanted)
  const isStreamed = computed(() => !filtered.value && (streamed.complete.value || wanted.value === 0))
  const shown = rowsOf(() => (isStreamed.value ? streamed : fetched))
  const refresh = (): void => (isStreamed.value ? undefined : fetched.refresh())

  // Not before the first response: the person may still be typing.
  watch(stream.stats, useThrottle(() => fetched.answered.value && !isStreamed.value && fetched.renew(), REFRESH_MILLIS))
  const refreshAfterPause = useDebounce(refresh, PAUSE_MILLIS)
  watch(filter, () => {
    wanted.value = 0
    fetched.reset()
    refreshAfterPause()
  })

  return {
    ...shown,
    filter,
    filtered,
    total: computed(() => (filtered.value ? fetched.total.value : (stream.stats.value?.total ?? null))),
    turn: (by) => {
      wanted.value = shown.page.value + by
      refresh()
    },
    clear: () => void Object.assign(filter, emptyFilter()),
  }
}
