// SPDX-License-Identifier: Apache-2.0
import { updateOf } from '../adapters/views'
import type { Rollcall } from '../core/client/rollcall'
import { createPrompt, type PromptOptions } from '../script/prompt/prompt'

export type { PromptOptions } from '../script/prompt/prompt'
export type { Texts } from '../script/prompt/texts'

/** Prompts by their options: one that is no longer wanted stays in the page, empty, and is reused. */
const made = new Map<string, ReturnType<typeof createPrompt>>()

/**
 * Shows the script tag's prompt while there is something to ask the visitor, until the returned function is called. For
 * browsers only.
 *
 * @param options its look and texts; by default the visitor's colours, the page's language and the built-in texts
 */
export function showPrompt(client: Rollcall, options: Partial<PromptOptions> = {}): () => void {
  const { lang, theme, texts = {} } = options
  const key = JSON.stringify([lang, theme, texts])
  const show = made.get(key) ?? createPrompt(document, { lang, theme, texts })
  made.set(key, show)
  const look = (): void => show(updateOf(client, client.state))
  const stop = client.subscribe(look)
  look()
  return () => {
    stop()
    show(null)
  }
}
