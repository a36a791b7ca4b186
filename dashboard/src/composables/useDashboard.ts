// SPDX-License-Identifier: Apache-2.0
import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { AdminApi } from '../api/admin'
import type { AuditEntry, Refusal, Releases } from '../api/types'
import { VersionColours } from '../model/colours'
import { useResource, type Resource } from './shared/useResource'
import { useStatsStream, type StatsStream } from './stream/useStatsStream'

/** The number of entries of the audit list that are fetched. */
const AUDIT_ENTRIES = 100

/** What the panels of the dashboard share. */
export interface Dashboard {
  readonly api: AdminApi
  readonly stream: StatsStream
  readonly canCommand: Readonly<Ref<boolean>>
  readonly audit: Resource<readonly AuditEntry[]>
  readonly releases: Resource<Releases>
  readonly refusals: Resource<readonly Refusal[]>
  /** Returns the name of a version's colour. */
  colourOf(version: string): string
  /** Fetches again what a command changes: the releases and the audit list; and what was refused meanwhile. */
  refreshRecords(): void
}

const key: InjectionKey<Dashboard> = Symbol('dashboard')

/** Connects to the stats stream and provides the dashboard to the components below. */
export function provideDashboard(api: AdminApi, canCommand: Readonly<Ref<boolean>>, stream: StatsStream = useStatsStream(api)): Dashboard {
  const audit = useResource<readonly AuditEntry[]>([], () => api.audit(AUDIT_ENTRIES))
  const releases = useResource<Releases>({ current: '', releases: [] }, () => api.releases())
  const refusals = useResource<readonly Refusal[]>([], () => api.refusals())
  const refreshRecords = (): void => {
    void audit.refresh()
    void releases.refresh()
    void refusals.refresh()
  }
  stream.onRefetch(refreshRecords)
  const colours = new VersionColours()
  const colourOf = (version: string): string => colours.of(version, stream.currentVersion.value)
  const dashboard = { api, stream, canCommand, audit, releases, refusals, colourOf, refreshRecords }
  provide(key, dashboard)
  return dashboard
}

/** Returns the dashboard that a component above provides. */
export function useDashboard(): Dashboard {
  const found = inject(key, null)
  if (found === null) throw new Error('dashboard: none (expected: provideDashboard in a component above)')
  return found
}
