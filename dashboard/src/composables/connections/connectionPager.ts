// SPDX-License-Identifier: Apache-2.0
import type { AdminApi } from '../../api/admin'
import type { ConnectionPage, ConnectionQuery } from '../../api/types'
import { PAGE_SIZE } from './rows'

/**
 * Fetches connections by page number, although the server knows only cursors. It remembers the cursors of the pages it has
 * seen, and fetches pages in between to fill gaps: the stream brings the first page, but no cursor.
 */
export class ConnectionPager {
  readonly #api: AdminApi
  /** The cursor of each page; the first page needs none. */
  #cursors: (string | undefined)[] = [undefined]

  constructor(api: AdminApi) {
    this.#api = api
  }

  /** Forgets the pages; needed when the query changes. */
  reset(): void {
    this.#cursors = [undefined]
  }

  /**
   * Fetches a page; empty if it is beyond the last one.
   *
   * @param number from 0
   */
  async page(number: number, query: ConnectionQuery, signal: AbortSignal): Promise<ConnectionPage> {
    const cursors = this.#cursors
    while (cursors.length <= number) {
      const { cursor } = await this.#fetch(cursors.at(-1), query, signal)
      if (cursor === undefined) return { connections: [] }
      cursors.push(cursor)
    }
    return this.#fetch(cursors[number], query, signal)
  }

  #fetch(cursor: string | undefined, query: ConnectionQuery, signal: AbortSignal): Promise<ConnectionPage> {
    return this.#api.connections({ ...query, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) }, signal)
  }
}
