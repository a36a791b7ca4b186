// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { computed, reactive, shallowRef, watch, type ComputedRef } from 'vue'
import type { ConnectionPage } from '../api/types'
import { isFiltered, noFilter, queryOf, targetOf, type Filter } from '../model/filter'
import { useDashboard } from './useDashboard'
import { useDebounce } from './useDebounce'
import { useResource } from './useResource'
import { useThrottle } from './useThrottle'

/** Rows of a page. */
export const PAGE = 25

/** Typing must pause for so long before the server is asked, in milliseconds. */
const PAUSE_MILLIS = 300

/** A list that the stream does not carry is asked for again at most so often, in milliseconds. */
const REFRESH_MILLIS = 3_000

/** Connections, page by page. */
export interface UseConnections {
  readonly filter: Filter
  readonly filtered: ComputedRef<boolean>
  /** Null until the server has answered. */
  readonly rows: ComputedRef<readonly ConnectionInfo[] | null>
  /** How many there are in all; null when nobody has counted them. */
  readonly total: ComputedRef<number | null>
  /** Number of the page, from 0. */
  readonly page: ComputedRef<number>
  readonly hasNext: ComputedRef<boolean>
  /** Why the list could not be had; null when it could. */
  readonly error: ComputedRef<string | null>
  turn(by: 1 | -1): void
  clear(): void
}

/**
 * The stats list the connections that have been here longest. What they hold is shown as it comes; with a filter, or
 * beyond what they list, the server is asked, and again when the stats change.
 */
export function useConnections(): UseConnections {
  const { admin, live, canCommand } = useDashboard()
  const filter = reactive(noFilter())
  const wanted = shallowRef(0)
  /** The cursor that begins each page; the first needs none. */
  let cursors: (string | undefined)[] = [undefined]
  const listed = computed(() => live.stats.value?.connections ?? [])
  const filtered = computed(() => isFiltered(filter))
  const cut = computed(() => (live.stats.value?.truncated?.connections ?? 0) > 0)
  const streamed = computed(() => !filtered.value && (!cut.value || wanted.value === 0))
  const last = computed(() => Math.max(0, Math.ceil(listed.value.length / PAGE) - 1))
  const page = computed(() => (streamed.value ? Math.min(wanted.value, last.value) : wanted.value))
  const asked = useResource<ConnectionPage | null>(null, load)
  const counted = useResource<number | null>(null, tally)

  async function load(signal: AbortSignal): Promise<ConnectionPage> {
    // The first page may have come with the stream, which has no cursor for the second.
    while (cursors.length <= wanted.value) {
      const { cursor } = await ask(cursors.at(-1), signal)
      if (cursor === undefined) return { connections: [] }
      cursors.push(cursor)
    }
    return ask(cursors[wanted.value], signal)
  }

  function ask(cursor: string | undefined, signal: AbortSignal): Promise<ConnectionPage> {
    return admin.connections({ ...queryOf(filter), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }, signal)
  }

  /** Only a command's preview counts, and only for those who may give commands. */
  async function tally(signal: AbortSignal): Promise<number | null> {
    if (!filtered.value || !canCommand.value) return null
    return (await admin.preview({ kind: 'reload', target: targetOf(filter) }, signal)).matched
  }

  function askAnew(): void {
    if (streamed.value) return
    void asked.refresh()
    void counted.refresh()
  }

  /** Not before the first answer: somebody may still be typing. */
  function renew(): void {
    if (asked.data.value !== null || asked.error.value !== null) askAnew()
  }

  const settle = useDebounce(askAnew, PAUSE_MILLIS)
  watch(live.stats, useThrottle(renew, REFRESH_MILLIS))
  watch(filter, () => {
    cursors = [undefined]
    wanted.value = 0
    asked.data.value = null
    asked.error.value = null
    counted.data.value = null
    settle()
  })

  return {
    filter,
    filtered,
    rows: computed(() => (streamed.value ? listed.value.slice(page.value * PAGE, (page.value + 1) * PAGE) : (asked.data.value?.connections ?? null))),
    total: computed(() => (filtered.value ? counted.data.value : (live.stats.value?.total ?? null))),
    page,
    hasNext: computed(() => (streamed.value ? page.value < last.value || cut.value : asked.data.value?.cursor !== undefined)),
    error: computed(() => (streamed.value ? null : asked.error.value)),
    turn: (by) => {
      wanted.value = page.value + by
      askAnew()
    },
    clear: () => void Object.assign(filter, noFilter()),
  }
}
