// SPDX-License-Identifier: Apache-2.0
import { versionedFetch } from '@rollcall/client/requests'
import { ref } from 'vue'

// Tells isClientOutdated on the server which build the page that sends a request runs.
const fetch = versionedFetch(BUILD_ID)

const cookie = (name) => document.cookie.split('; ').find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)

/** Posts to the server, as JSON or, with URLSearchParams, as a form. Spring Security requires its CSRF token. */
export function post(path, body) {
  const headers = { 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') ?? '' }
  if (body instanceof URLSearchParams) return fetch(path, { method: 'POST', headers, body })
  return fetch(path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  })
}

/** The person who is signed in; null until the server has answered. That answer also sets the CSRF cookie. */
export const me = ref(null)

export async function askWhoIAm() {
  const answer = await fetch('/api/me')
  if (answer.ok) me.value = await answer.json()
}

export async function signOut() {
  await post('/logout')
  // Load a new page, because the tab's connection still belongs to the user who was signed in.
  location.assign('/shop')
}
