// SPDX-License-Identifier: Apache-2.0
import { isReservedType } from '@rollcall/client'
import type { Message } from '../api/types'

/** The server accepts message types up to this length, in characters. */
export const MAX_TYPE_LENGTH = 128

/** A message as far as it has been filled in. */
export interface MessageDraft {
  /** Null while the fields do not make a message. */
  readonly message: Message | null
  /** Why they do not; null if there is a message, and while the type is still empty. */
  readonly problem: string | null
}

/**
 * Reads a message from the fields of a form.
 *
 * @param fields the other fields of the message as a JSON object; empty for none. Its `type` does not count
 */
export function readMessage(type: string, fields: string): MessageDraft {
  if (type === '') return { message: null, problem: null }
  if (type.length > MAX_TYPE_LENGTH) return refused(`Message type: ${type.length} characters (expected: 1 to ${MAX_TYPE_LENGTH}).`)
  if (isReservedType(type)) return refused(`“${type}” is reserved for the protocol. Choose another type.`)
  const value = fields.trim() === '' ? {} : parsed(fields)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refused('More fields: not a JSON object (expected: for example {"text": "Hello"}).')
  }
  return { message: { ...value, type }, problem: null }
}

function refused(problem: string): MessageDraft {
  return { message: null, problem }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
