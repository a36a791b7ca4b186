// SPDX-License-Identifier: Apache-2.0
import { updateOf } from '../adapters/views'
import type { Rollcall } from '../core/client/rollcall'
import { createPrompt, type PromptOptions } from '../script/prompt/prompt'

export type { PromptOptions } from '../script/prompt/prompt'
export type { Texts } from '../script/prompt/texts'

/** Prompts by their options: one that is no longer wanted stays in the page, empty, and is used again. */
const made = new Map<string, ReturnType<typeof createPrompt>>()

/**
 * Shows the prompt of the script tag while there is something to ask the visitor, until the returned function is called.
 * In a browser only.
 *
 * @param options how it looks and speaks; the visitor's colours, the language of the page and the built-in texts by default
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
