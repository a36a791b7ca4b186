// SPDX-License-Identifier: Apache-2.0
import type { MessageMap, ServerMessage } from './messages'
import { tryTo } from '../browser/browser-window'

/** Parses JSON; returns undefined when it is malformed. */
export function parseJson(text: string): unknown {
  return tryTo(() => JSON.parse(text) as unknown)
}

/** Returns whether a value is a message: an object whose `type` is a string. */
export function isMessage(value: unknown): value is ServerMessage {
  return typeof (value as Partial<ServerMessage> | null | undefined)?.type === 'string'
}

/** Returns whether a message is the contract's own message of that type. */
export function isOfType<T extends keyof MessageMap>(message: ServerMessage, type: T): message is MessageMap[T] {
  return message.type === type
}
