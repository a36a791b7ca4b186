// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { shallowRef, type ShallowRef } from 'vue'
import type { AdminApi } from '../../api/admin'
import { exportedFile, type ExportedFile, type ExportFormat } from '../../model/export/connections'
import { queryOf, type Filter } from '../../model/filter'
import { tabs } from '../../model/format'
import { errorText } from '../shared/errorText'
import { useDashboard } from '../useDashboard'

/** The number of connections in one answer; the server's own limit. */
const PAGE = 10_000

/** The largest number of connections in a file: a page cannot hold more and stay usable. */
const MOST = 200_000

/** Exports the connections as a file. */
export interface UseExport {
  readonly busy: Readonly<ShallowRef<boolean>>
  /** What was saved; null before that. */
  readonly result: Readonly<ShallowRef<string | null>>
  /** Why nothing was saved; null if nothing went wrong. */
  readonly error: Readonly<ShallowRef<string | null>>
  /** Fetches every connection that passes the filter, on all pages, and saves them. */
  save(format: ExportFormat): Promise<void>
}

/** Exports what passes a filter. */
export function useExport(filter: Filter): UseExport {
  const { api, stream } = useDashboard()
  const busy = shallowRef(false)
  const result = shallowRef<string | null>(null)
  const error = shallowRef<string | null>(null)

  async function save(format: ExportFormat): Promise<void> {
    busy.value = true
    result.value = error.value = null
    try {
      const { connections, complete } = await everything(api, filter)
      download(exportedFile(connections, format, stream.serverTime()))
      result.value = `Saved ${tabs(connections.length)}${complete ? '' : '. There are more: narrow the filter to get the others'}.`
    } catch (failure) {
      error.value = `Nothing was saved: ${errorText(failure)}`
    } finally {
      busy.value = false
    }
  }
  return { busy, result, error, save }
}

async function everything(api: AdminApi, filter: Filter): Promise<{ connections: readonly ConnectionInfo[]; complete: boolean }> {
  const query = queryOf(filter)
  const connections: ConnectionInfo[] = []
  let cursor: string | undefined
  do {
    const page = await api.connections({ ...query, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
    connections.push(...page.connections)
    cursor = page.cursor
  } while (cursor !== undefined && connections.length < MOST)
  return { connections, complete: cursor === undefined }
}

function download({ name, type, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the file by then, so the memory can be freed.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
