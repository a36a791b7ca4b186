// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { Timeline, type Slice } from '../model/timeline'
import { useDashboard } from './useDashboard'
import { useThrottle } from './useThrottle'

/** The chart is drawn again so often at most, in milliseconds. */
const REDRAW_MILLIS = 1_000

/** While nothing changes the chart still moves on, in milliseconds. */
const TICK_MILLIS = 10_000

/** The chart is never narrower, in milliseconds. */
const NARROWEST_MILLIS = 60_000

/** Tabs per version over time. */
export interface UseHistory {
  readonly slice: ComputedRef<Slice>
  /** Left edge: as far back as was asked for, or as is known. The server's time in milliseconds since the epoch. */
  readonly from: ComputedRef<number>
  /** Right edge, the server's time in milliseconds since the epoch. */
  readonly until: Readonly<ShallowRef<number>>
  /** Why the past is missing; null when it is there. */
  readonly error: Readonly<ShallowRef<string | null>>
}

/**
 * The past from the server, then what the stream tells.
 *
 * @param range how far back to look, in milliseconds
 */
export function useHistory(range: Readonly<ShallowRef<number>>): UseHistory {
  const { admin, live } = useDashboard()
  const timeline = new Timeline()
  const until = shallowRef(live.now())
  const error = shallowRef<string | null>(null)
  const redraw = useThrottle(() => (until.value = live.now()), REDRAW_MILLIS)

  function add(): void {
    if (live.phase.value === 'live' && live.stats.value !== null) timeline.add(live.now(), live.stats.value.versions)
    redraw()
  }

  /** Also after an outage, of which this page saw nothing. */
  async function fill(): Promise<void> {
    try {
      timeline.replace(await admin.history())
      error.value = null
    } catch (failure) {
      error.value = failure instanceof Error ? failure.message : String(failure)
    }
    add()
  }

  const timer = setInterval(add, TICK_MILLIS)
  onScopeDispose(() => clearInterval(timer))
  watch(live.stats, add)
  live.onNews(() => void fill())
  void fill()

  const slice = computed(() => timeline.since(until.value - range.value))
  const from = computed(() => Math.max(until.value - range.value, Math.min(slice.value.at[0] ?? 0, until.value - NARROWEST_MILLIS)))
  return { slice, from, until, error }
}
