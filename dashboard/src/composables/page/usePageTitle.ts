// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose, watch } from 'vue'
import { pageNamed } from '../../model/address/pages'
import { pageIcon, pageTitle } from '../../model/page/title'
import { shareOf } from '../../model/versions'
import { useThrottle } from '../shared/useThrottle'
import type { Dashboard } from '../useDashboard'

/** The shortest time between two changes of title and icon, in milliseconds, so that the tab does not flicker. */
const CHANGE_MILLIS = 2_000

/** Shows the number of tabs in the page's title and icon, for people who are looking at another page, until the scope ends. */
export function usePageTitle({ stream, shortOf, view }: Dashboard): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel~="icon"]')
  const before = { title: document.title, icon: icon?.getAttribute('href') ?? null }
  const put = (title: string, href: string | null): void => {
    document.title = title
    if (icon !== null && href !== null && icon.getAttribute('href') !== href) icon.setAttribute('href', href)
  }
  const show = useThrottle(() => {
    const stats = stream.stats.value
    if (stats === null) return put(before.title, before.icon)
    const version = stream.currentVersion.value
    const figures = { total: stats.total, share: shareOf(version, stats.versions, stats.total), lost: stream.phase.value === 'lost' }
    const page = view.shown.value === 'live' ? null : pageNamed(view.shown.value).title
    put(pageTitle({ ...figures, page, version: version === null ? null : shortOf(version) }), pageIcon(figures))
  }, CHANGE_MILLIS)
  watch([stream.stats, stream.phase, view.shown], show, { immediate: true })
  onScopeDispose(() => put(before.title, before.icon))
}
