// SPDX-License-Identifier: Apache-2.0
import type { ConnectionInfo } from '@rollcall/client'
import { computed, type ComputedRef } from 'vue'

/** The number of rows on a page. */
export const PAGE_SIZE = 25

/** One page of rows. */
export interface Rows {
  /** Null until they are known. */
  readonly rows: ComputedRef<readonly ConnectionInfo[] | null>
  /** The page number, from 0. */
  readonly page: ComputedRef<number>
  readonly hasNext: ComputedRef<boolean>
  /** Why the rows are missing; null if they are not. */
  readonly error: ComputedRef<string | null>
}

/** Returns the rows of a source that may change. */
export function rowsOf(source: () => Rows): Rows {
  return {
    rows: computed(() => source().rows.value),
    page: computed(() => source().page.value),
    hasNext: computed(() => source().hasNext.value),
    error: computed(() => source().error.value),
  }
}
