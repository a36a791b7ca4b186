// SPDX-License-Identifier: Apache-2.0
import { ref, type Component, type Ref } from 'vue'
import { useStatsStream } from '../../src/composables/stream/useStatsStream'
import { provideDashboard } from '../../src/composables/useDashboard'
import type { Rights } from '../../src/model/access/rights'
import { FakeApi } from './api'
import { fakeClients, type FakeClient } from './client'
import { mount, settled } from './page'

/** What a person with all scopes may do. */
export const EVERYTHING: Rights = { announce: true, reload: true, force: true, admin: true }

/** What a person who only reads may do. */
export const NOTHING: Rights = { announce: false, reload: false, force: false, admin: false }

/** A component in a dashboard, with what the test controls. */
export interface Mounted {
  readonly page: HTMLElement
  readonly client: FakeClient
}

/** Mounts a component below a dashboard, until the test ends. */
export async function mountInDashboard(
  component: Component,
  props: Record<string, unknown> = {},
  api: FakeApi = new FakeApi(),
  rights: Ref<Rights> = ref(EVERYTHING),
): Promise<Mounted> {
  const { create, created } = fakeClients()
  const page = mount(component, props, () => void provideDashboard(api, rights, useStatsStream(api, create)))
  await settled()
  const client = created[0]
  if (client === undefined) throw new Error('client: none (expected: one that was created for the stats stream)')
  return { page, client }
}
