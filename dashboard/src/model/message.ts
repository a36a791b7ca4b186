// SPDX-License-Identifier: Apache-2.0
import type { Message } from '../api/types'

/** Types that are part of the protocol; a message of these names would be taken for something else. */
const RESERVED = ['connected', 'keepalive', 'pong', 'stats', 'stats-delta', 'stats-unauthorized', 'version', 'reconnect']

/**
 * Makes a message of what stands in the form.
 *
 * @param fields JSON of an object; empty for none
 * @returns the message, or a sentence that says what does not fit
 */
export function messageOf(type: string, fields: string): Message | string {
  if (RESERVED.includes(type)) return `“${type}” belongs to the protocol: choose another type.`
  const text = fields.trim()
  if (text === '') return { type }
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Fields: not a JSON object, such as {"text": "Hello"}.'
  return { ...value, type }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
