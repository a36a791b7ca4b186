// SPDX-License-Identifier: Apache-2.0
import { computed, type ComputedRef, type Ref } from 'vue'
import type { ConnectionPage } from '../../api/types'
import { isEmpty, queryOf, targetOf, type Filter } from '../../model/filter'
import { useResource, type Resource } from '../shared/useResource'
import { useDashboard } from '../useDashboard'
import { ConnectionPager } from './connectionPager'
import type { Rows } from './rows'

/** Rows from the server. */
export interface FetchedRows extends Rows {
  /** How many connections pass the filter; null while they are not counted. */
  readonly total: ComputedRef<number | null>
  /** Whether the server has answered since the last reset. */
  readonly answered: ComputedRef<boolean>
  refresh(): void
  /** Fetches the rows again, unless a request is still open. */
  renew(): void
  /** Forgets everything; needed when the filter changes. */
  reset(): void
}

/** Returns the rows that the server lists for a filter. Nothing is fetched before {@link FetchedRows.refresh}. */
export function useFetchedRows(filter: Filter, wanted: Readonly<Ref<number>>): FetchedRows {
  const { api } = useDashboard()
  const pager = new ConnectionPager(api)
  const listed = useResource<ConnectionPage | null>(null, (signal) => pager.page(wanted.value, queryOf(filter), signal))
  const counted = useCount(filter)
  return {
    rows: computed(() => listed.data.value?.connections ?? null),
    page: computed(() => wanted.value),
    hasNext: computed(() => listed.data.value?.cursor !== undefined),
    error: computed(() => listed.error.value),
    total: computed(() => counted.data.value),
    answered: computed(() => listed.data.value !== null || listed.error.value !== null),
    refresh: () => {
      void listed.refresh()
      void counted.refresh()
    },
    renew: () => {
      listed.renew()
      counted.renew()
    },
    reset: () => {
      pager.reset()
      listed.reset()
      counted.reset()
    },
  }
}

/** Counts with the preview of a command, which the server offers only to people who may give commands. */
function useCount(filter: Filter): Resource<number | null> {
  const { api, rights } = useDashboard()
  return useResource<number | null>(null, async (signal) => {
    if (isEmpty(filter) || !rights.value.reload) return null
    return (await api.preview({ kind: 'reload', target: targetOf(filter) }, signal)).matched
  })
}
