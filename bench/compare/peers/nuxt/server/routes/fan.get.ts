// SPDX-License-Identifier: Apache-2.0
export default defineEventHandler(async (event) => {
  const hooks = useNitroApp().hooks as unknown as { callHook(name: string, tag: unknown): Promise<void> }
  await hooks.callHook('bench:fan', getQuery(event).tag)
  return 'ok'
})
