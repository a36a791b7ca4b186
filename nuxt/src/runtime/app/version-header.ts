// SPDX-License-Identifier: Apache-2.0
import { ofetchVersion } from '@rollcall/client/requests'

type Fetch = typeof globalThis.$fetch

/** Makes `$fetch`, and so `useFetch`, name this page's build, to the page's own site only. */
export function sendVersion(version: string): void {
  globalThis.$fetch = globalThis.$fetch.create({ onRequest: ofetchVersion(version) }) as Fetch
}
