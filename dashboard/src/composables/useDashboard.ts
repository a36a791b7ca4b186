// SPDX-License-Identifier: Apache-2.0
import { computed, inject, provide, reactive, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { AdminApi } from '../api/admin'
import type { AuditEntry, Deployment, Refusal, Releases } from '../api/types'
import type { Waves } from '../api/waveTypes'
import type { Rights } from '../model/access/rights'
import { knownVersions } from '../model/command/knownVersions'
import { shortName, shortNames } from '../model/naming/shortName'
import { emptyDraft, type WaveDraft } from '../model/wave/draft'
import { useResource, type Resource } from './shared/useResource'
import { useThrottle } from './shared/useThrottle'
import { useStatsStream, type StatsStream } from './stream/useStatsStream'
import { useView, type UseView } from './view/useView'

/** The number of entries of the audit list that are fetched. */
const AUDIT_ENTRIES = 100

/** The shortest time between two requests for the records while tabs come and go, in milliseconds. */
const RENEW_MILLIS = 10_000

/** The data that the panels of the dashboard share. */
export interface Dashboard {
  readonly api: AdminApi
  readonly stream: StatsStream
  readonly rights: Readonly<Ref<Rights>>
  readonly audit: Resource<readonly AuditEntry[]>
  readonly releases: Resource<Releases>
  readonly deployment: Resource<Deployment>
  readonly refusals: Resource<readonly Refusal[]>
  /**
   * The commands that make tabs reload; null before they are known. Followed while they are shown: a request is answered when
   * there is something new.
   */
  readonly waves: Resource<Waves | null>
  /** The wave that is being composed. Reactive; it stays while a person looks at another page. */
  readonly draft: WaveDraft
  readonly view: UseView
  /** The versions that the server has named, latest first. */
  readonly versions: ComputedRef<readonly string[]>
  /** Returns a version in a form that fits a column, and that no other known version has. */
  shortOf(version: string): string
  /** Fetches again what a command changes: the releases, the audit list and the waves; also the refusals. */
  refreshRecords(): void
}

const key: InjectionKey<Dashboard> = Symbol('dashboard')

/** Connects to the stats stream and provides the dashboard to the components below. */
export function provideDashboard(api: AdminApi, rights: Readonly<Ref<Rights>>, stream: StatsStream = useStatsStream(api)): Dashboard {
  const view = useView()
  const records = useRecords(api, stream, () => view.shown.value === 'waves')
  const draft = reactive(emptyDraft())
  const versions = computed(() => knownVersions(stream.stats.value, records.releases.data.value))
  // Versions change far less often than their counts: without this, each message would compute all short forms again.
  const names = computed(() => versions.value.join('\n'))
  const short = computed(() => shortNames(names.value.split('\n')))
  const shortOf = (version: string): string => short.value.get(version) ?? shortName(version)
  const dashboard = { api, stream, rights, ...records, draft, view, versions, shortOf }
  provide(key, dashboard)
  return dashboard
}

type Records = Pick<Dashboard, 'audit' | 'releases' | 'deployment' | 'refusals' | 'waves' | 'refreshRecords'>

/**
 * Fetches what the stream does not carry. A command to many tabs is listed only once it has been carried out, and nothing
 * announces a refusal.
 */
function useRecords(api: AdminApi, stream: StatsStream, showsWaves: () => boolean): Records {
  const audit = useResource<readonly AuditEntry[]>([], () => api.audit(AUDIT_ENTRIES))
  const releases = useResource<Releases>({ current: '', releases: [] }, () => api.releases())
  const refusals = useResource<readonly Refusal[]>([], () => api.refusals())
  const deployment = useResource<Deployment>({ state: 'unwatched', current: '' }, () => api.deployment())
  const waves: Resource<Waves | null> = useResource<Waves | null>(null, (signal) => api.waves(seenOf(waves), signal))
  const all = [audit, releases, deployment, refusals]
  const refreshRecords = (): void => [...all, ...(showsWaves() ? [waves] : [])].forEach((each) => void each.refresh())
  stream.onRefetch(refreshRecords)
  watch(stream.stats, useThrottle(() => all.forEach((each) => each.renew()), RENEW_MILLIS))
  return { audit, releases, deployment, refusals, waves, refreshRecords }
}

/** Returns the known revision. After a failure it returns none, so that an answer comes at once and shows that all is well. */
function seenOf({ data, error }: Resource<Waves | null>): string | null {
  return error.value === null ? (data.value?.revision ?? null) : null
}

/** Returns the dashboard that a component above provides. */
export function useDashboard(): Dashboard {
  const found = inject(key, null)
  if (found === null) throw new Error('dashboard: none (expected: provideDashboard in a component above)')
  return found
}
