// SPDX-License-Identifier: Apache-2.0
import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Admin } from '../api/admin'
import type { AuditEntry, Releases } from '../api/types'
import { Tones } from '../model/shares'
import { useLive, type Live } from './useLive'
import { useResource, type Resource } from './useResource'

/** So many entries of the audit list are shown. */
const AUDIT_ENTRIES = 100

/** What the parts of the signed-in page share. */
export interface Dashboard {
  readonly admin: Admin
  readonly live: Live
  readonly canCommand: Readonly<Ref<boolean>>
  readonly audit: Resource<readonly AuditEntry[]>
  readonly releases: Resource<Releases>
  /** Name of a version's colour. */
  toneOf(version: string): string
  /** Something was done from here: asks anew what that changes. */
  acted(): void
}

const key: InjectionKey<Dashboard> = Symbol('dashboard')

/** Connects, and offers the dashboard to the components below. */
export function provideDashboard(admin: Admin, canCommand: Readonly<Ref<boolean>>, live: Live = useLive(admin)): Dashboard {
  const audit = useResource<readonly AuditEntry[]>([], () => admin.audit(AUDIT_ENTRIES))
  const releases = useResource<Releases>({ current: '', releases: [] }, () => admin.releases())
  const acted = (): void => {
    void audit.refresh()
    void releases.refresh()
  }
  live.onNews(acted)
  const tones = new Tones()
  const toneOf = (version: string): string => tones.of(version, live.current.value)
  const dashboard = { admin, live, canCommand, audit, releases, toneOf, acted }
  provide(key, dashboard)
  return dashboard
}

/** The dashboard of the page. */
export function useDashboard(): Dashboard {
  const found = inject(key, null)
  if (found === null) throw new Error('dashboard: none (expected: provideDashboard in a component above)')
  return found
}
