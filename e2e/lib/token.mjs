// SPDX-License-Identifier: Apache-2.0
// Session tokens as an application would issue them: HS256 (RFC 7515), signed with nothing but Node's crypto.

import { createHmac } from 'node:crypto'

/** The key that the application and Rollcall share. */
export const JWT_SECRET = 'e2e-jwt-secret-0123456789abcdefghijkl'

/** The settings that allow the owner of such a token to see stats. */
export const JWT_SETTINGS = [`--jwt-hmac-secret=${JWT_SECRET}`, '--jwt-claim=role=admin', '--jwt-cookie=session']

/** Returns a token with these claims, valid for five minutes. */
export function sign(claims, secret = JWT_SECRET) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 300
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp, ...claims })}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}
