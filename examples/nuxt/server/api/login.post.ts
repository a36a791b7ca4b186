// SPDX-License-Identifier: Apache-2.0
// Seals { user: { role: 'admin' } } into the nuxt-session cookie, which Rollcall opens with the same password.
export default defineEventHandler(async (event) => {
  const body = await readBody<{ password?: unknown }>(event)
  const expected = process.env.EXAMPLE_ADMIN_PASSWORD
  if (!expected || body?.password !== expected) {
    throw createError({ statusCode: 401, statusMessage: 'Wrong password' })
  }
  await setUserSession(event, { user: { name: 'Ada', role: 'admin' } })
  return { ok: true }
})
