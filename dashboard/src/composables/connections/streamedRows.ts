// SPDX-License-Identifier: Apache-2.0
import { computed, type ComputedRef, type Ref } from 'vue'
import type { StatsStream } from '../stream/useStatsStream'
import { PAGE_SIZE, type Rows } from './rows'

/** Rows from the stats, which list the connections that have been open longest. */
export interface StreamedRows extends Rows {
  /** Whether the stats list every connection. */
  readonly complete: ComputedRef<boolean>
}

/**
 * Returns the rows that the stats bring, without asking the server.
 *
 * @param wanted the wanted page; when it no longer exists, the last one is shown
 */
export function useStreamedRows(stream: StatsStream, wanted: Readonly<Ref<number>>): StreamedRows {
  const all = computed(() => stream.stats.value?.connections ?? [])
  const complete = computed(() => (stream.stats.value?.truncated?.connections ?? 0) === 0)
  const last = computed(() => Math.max(0, Math.ceil(all.value.length / PAGE_SIZE) - 1))
  const page = computed(() => Math.min(wanted.value, last.value))
  return {
    rows: computed(() => all.value.slice(page.value * PAGE_SIZE, (page.value + 1) * PAGE_SIZE)),
    page,
    hasNext: computed(() => page.value < last.value || !complete.value),
    error: computed(() => null),
    complete,
  }
}
