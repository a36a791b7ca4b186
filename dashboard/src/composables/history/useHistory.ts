// SPDX-License-Identifier: Apache-2.0
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { Timeline, type Slice } from '../../model/timeline'
import { errorText } from '../shared/errorText'
import { useThrottle } from '../shared/useThrottle'
import { useDashboard } from '../useDashboard'

/** The shortest time between two drawings of the chart, in milliseconds. */
const REDRAW_MILLIS = 1_000

/** The time after which the chart moves on even if nothing has changed, in milliseconds. */
const TICK_MILLIS = 10_000

/** The shortest period that the chart shows, in milliseconds. */
const MIN_PERIOD_MILLIS = 60_000

/** Tabs per version over time. */
export interface UseHistory {
  readonly slice: ComputedRef<Slice>
  /** The left edge: as far back as was asked for, or as far as is known. The server's time, in milliseconds since the epoch. */
  readonly from: ComputedRef<number>
  /** The right edge. The server's time, in milliseconds since the epoch. */
  readonly until: Readonly<ShallowRef<number>>
  /** Why the server's history is missing; null if it is not. */
  readonly error: Readonly<ShallowRef<string | null>>
}

/**
 * Loads the history from the server and adds what the stream brings.
 *
 * @param range how far back to look, in milliseconds
 */
export function useHistory(range: ComputedRef<number>): UseHistory {
  const { timeline, until, error } = useTimeline()
  const slice = computed(() => timeline.since(until.value - range.value))
  const from = computed(() => Math.max(until.value - range.value, Math.min(slice.value.at[0] ?? 0, until.value - MIN_PERIOD_MILLIS)))
  return { slice, from, until, error }
}

/** Keeps a timeline up to date. The timeline is not a ref: `until` changes whenever it does. */
function useTimeline(): Pick<UseHistory, 'until' | 'error'> & { readonly timeline: Timeline } {
  const { api, stream } = useDashboard()
  const timeline = new Timeline()
  const until = shallowRef(stream.serverTime())
  const error = shallowRef<string | null>(null)
  const redraw = useThrottle(() => (until.value = stream.serverTime()), REDRAW_MILLIS)

  function add(): void {
    if (stream.phase.value === 'live' && stream.stats.value !== null) timeline.add(stream.serverTime(), stream.stats.value.versions)
    redraw()
  }

  async function load(): Promise<void> {
    try {
      timeline.replace(await api.history())
      error.value = null
    } catch (failure) {
      error.value = errorText(failure)
    }
    add()
  }

  const timer = setInterval(add, TICK_MILLIS)
  onScopeDispose(() => clearInterval(timer))
  watch(stream.stats, add)
  // After an outage the server knows what this page has not seen.
  stream.onRefetch(() => void load())
  void load()
  return { timeline, until, error }
}
