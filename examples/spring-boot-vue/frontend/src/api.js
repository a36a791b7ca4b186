// SPDX-License-Identifier: Apache-2.0
import { ref } from 'vue'

const cookie = (name) => document.cookie.split('; ').find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)

/** Posts to the server, as JSON or, with URLSearchParams, as a form. Spring Security wants its CSRF token back. */
export function post(path, body) {
  // Which build asks, for isClientOutdated on the server. Tabs share cookies, so each says it when it asks.
  document.cookie = `__nkpv=${encodeURIComponent(BUILD_ID)}; Path=/; SameSite=Lax`
  const headers = { 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') ?? '' }
  if (body instanceof URLSearchParams) return fetch(path, { method: 'POST', headers, body })
  return fetch(path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  })
}

/** Who is signed in; null until the server has answered. It also sends the CSRF cookie. */
export const me = ref(null)

export async function askWhoIAm() {
  const answer = await fetch('/api/me')
  if (answer.ok) me.value = await answer.json()
}

export async function signOut() {
  await post('/logout')
  // A new page, because the tab's connection still belongs to who was signed in.
  location.assign('/shop')
}
