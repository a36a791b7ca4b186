// SPDX-License-Identifier: Apache-2.0
// The module cannot send a message to all tabs. So this plugin keeps the functions that its hook provides, as its users do. Everybody may see stats.
type Send = (message: unknown) => void

export default defineNitroPlugin((app) => {
  const tabs = new Map<string, Send>()
  const hooks = app.hooks as unknown as { hook(name: string, run: (about: any) => void): void }
  hooks.hook('skew:connection:open', ({ id, send }) => tabs.set(id, send))
  hooks.hook('skew:connection:close', ({ id }) => tabs.delete(id))
  hooks.hook('skew:authorize-stats', ({ authorize }) => authorize())
  hooks.hook('bench:fan', (tag: string) => {
    for (const send of tabs.values()) send({ type: 'version', version: tag, timestamp: Date.now() })
  })
})
