// SPDX-License-Identifier: Apache-2.0
import { computed, toRef, watch, type ComputedRef, type Ref } from 'vue'
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
  /** How many connections there are on all pages; null while they are not counted. */
  readonly total: ComputedRef<number | null>
  /** Goes to the next page or to the previous one. */
  turn(by: 1 | -1): void
  /** Empties the filter. */
  clear(): void
}

/**
 * Lists the connections. Those that the stats list are shown as they arrive. With a filter, or beyond those, the server is
 * asked, and asked again when the stats change.
 */
export function useConnections(): UseConnections {
  const { stream, view: { view } } = useDashboard()
  const { filter } = view
  const wanted = toRef(view, 'page')
  const filtered = computed(() => !isEmpty(filter))
  const streamed = useStreamedRows(stream, wanted)
  const fetched = useFetchedRows(filter, wanted)
  const isStreamed = computed(() => !filtered.value && (streamed.complete.value || wanted.value === 0))
  const shown = rowsOf(() => (isStreamed.value ? streamed : fetched))

  // Not before the first response: the person may still be typing.
  watch(stream.stats, useThrottle(() => fetched.answered.value && !isStreamed.value && fetched.renew(), REFRESH_MILLIS))
  useRequests(filter, wanted, { reset: () => fetched.reset(), refresh: () => isStreamed.value || fetched.refresh() })

  return {
    ...shown,
    filter,
    filtered,
    total: computed(() => (filtered.value ? fetched.total.value : (stream.stats.value?.total ?? null))),
    turn: (by) => void (wanted.value = shown.page.value + by),
    clear: () => void Object.assign(filter, emptyFilter()),
  }
}

/** Asks for rows: at once for another page, and after a pause in typing for another filter. */
function useRequests(filter: Filter, wanted: Ref<number>, rows: { reset(): void; refresh(): void }): void {
  let typing = false
  const refreshAfterPause = useDebounce(() => {
    typing = false
    rows.refresh()
  }, PAUSE_MILLIS)
  watch(filter, () => {
    typing = true
    rows.reset()
    refreshAfterPause()
  })
  // Another filter begins with its first page, which is not a reason to ask before the pause.
  watch(wanted, () => typing || rows.refresh(), { immediate: true })
}
