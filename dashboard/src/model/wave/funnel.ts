// SPDX-License-Identifier: Apache-2.0
import type { PlaceName, Wave } from '../../api/waveTypes'
import { dateTime } from '../format'

/** The tabs of a wave in one place. */
export interface FunnelLine {
  readonly place: PlaceName
  readonly label: string
  readonly count: number
  /** Of the tabs that the wave is for, from 0 to 1. */
  readonly share: number
  /** What that means, and what to do about it. */
  readonly meaning: string
}

/** The places in the order in which the bar fills: finished tabs first, those that have not begun last. */
export const PLACES: readonly PlaceName[] = ['returned', 'unchanged', 'unconfirmed', 'gone', 'reloading', 'deferred', 'delivered', 'waiting', 'aborted']

/** The places from which a tab is expected to move on. */
const OPEN: readonly PlaceName[] = ['waiting', 'delivered', 'deferred', 'reloading']

const MEANINGS: Readonly<Record<PlaceName, string>> = {
  returned: 'Came back with a page that was loaded since.',
  unchanged:
    'Came back with the old build: a service worker or a cache brought the old page again. Empty the caches in front of your site, and have the service worker fetch pages from the network; another reload alone does not help.',
  unconfirmed: 'Was sent the command, but its client, one of nuxt-skew-protection 1.x, does not say what it does. It counts neither as returned nor as lost.',
  gone: 'Did not come back within a minute. A visitor may have closed it; many at once mean that the new page does not start.',
  reloading: 'On its way: it says that it reloads, or its connection has just ended.',
  deferred: 'Its page needs time, for unsaved work for example.',
  delivered: 'Was sent the command, and has not begun.',
  waiting: 'Its moment has not come; nothing was sent.',
  aborted: 'Let off: it was not sent the command, because the wave had ended or no longer meant it.',
}

/** Returns the places of a wave that have tabs, and always how many have returned. */
export function funnelLines(wave: Wave): readonly FunnelLine[] {
  return PLACES.filter((place) => place === 'returned' || at(wave, place) > 0).map((place) => ({
    place,
    label: `${place.charAt(0).toUpperCase()}${place.slice(1)}`,
    count: at(wave, place),
    share: wave.matched === 0 ? 0 : at(wave, place) / wave.matched,
    meaning: meaning(wave, place),
  }))
}

/** Returns how many tabs are done, whatever the result. */
export function through(wave: Wave): number {
  return wave.matched - OPEN.reduce((sum, place) => sum + at(wave, place), 0)
}

/** Returns how many tabs are in a place. A newer server may leave one out. */
export function at(wave: Wave, place: PlaceName): number {
  return wave.funnel[place] ?? 0
}

function meaning(wave: Wave, place: PlaceName): string {
  if (place === 'waiting') return `${MEANINGS.waiting} The last one is asked at ${dateTime(wave.until)}.`
  if (place !== 'deferred') return MEANINGS[place]
  const reasons = Object.entries(wave.reasons).sort(([, a], [, b]) => b - a)
  const said = reasons.length === 0 ? '' : ` Reasons: ${reasons.map(([reason, count]) => `${reason} (${count})`).join(', ')}.`
  const limit = wave.deferredUntil === undefined ? ' There is no deadline.' : ` The last of them reloads at ${dateTime(wave.deferredUntil)} at the latest.`
  return `${MEANINGS.deferred}${said}${limit}`
}
