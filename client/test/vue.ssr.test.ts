// SPDX-License-Identifier: Apache-2.0
// Vue on a server: there is no window, and scopes are never disposed of.
import { expect, it, vi } from 'vitest'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { createRollcall } from '../src/index'
import { rollcall, UpdatePrompt, useActiveConnections, useRollcall } from '../src/vue/index'

it('renders without connecting or subscribing, even on a client that requests share', async () => {
  const client = createRollcall({ version: 'v1', route: '/ssr' })
  const subscribe = vi.spyOn(client, 'subscribe')
  const router = { afterEach: vi.fn() }
  const app = createSSRApp({
    setup() {
      const { isConnected, onOutdated } = useRollcall()
      const { total, authorized } = useActiveConnections()
      onOutdated(() => {})
      return () => h('p', [`${isConnected.value} ${total.value} ${authorized.value}`, h(UpdatePrompt)])
    },
  })
  app.use(rollcall({ client, router }))
  expect(await renderToString(app)).toBe('<p>false 0 null<!----></p>')
  expect(subscribe).not.toHaveBeenCalled()
  expect(router.afterEach).not.toHaveBeenCalled()
})
