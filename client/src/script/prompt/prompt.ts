// SPDX-License-Identifier: Apache-2.0
import { createCard, type Card } from './card'
import { stayOffFocus } from './focus'
import { sentenceOf } from './sentence'
import { textsFor, type Texts } from './texts'
import type { Update } from '../../adapters/views'

/** The look and the texts of a prompt. */
export interface PromptOptions {
  readonly lang: string | undefined
  readonly theme: string | undefined
  readonly texts: Partial<Texts>
}

/**
 * Creates the prompt, which shows nothing at first. It belongs to the root element, because frameworks own the body and
 * replace it.
 *
 * @returns a function that shows an update, or hides the prompt if there is none
 */
export function createPrompt(document: Document, options: PromptOptions): (update: Update | null) => void {
  const card = createCard(document, options.theme)
  const look = stayOffFocus(document, card)
  /** The reload that the visitor no longer wants to see. */
  let hidden: unknown
  let shown: Update | null = null

  const show = (update: Update | null): void => {
    shown = update
    if (update === null || (update.pending && keyOf(update) === hidden)) return card.hide()
    say(document, card, update, options)
    look()
  }
  card.on('reload', () => shown?.reload())
  card.on('later', () => {
    if (!shown?.pending) return shown?.dismiss()
    hidden = keyOf(shown)
    card.hide()
  })
  return show
}

function keyOf({ pending }: Update): string {
  return `${pending?.command} ${pending?.version}`
}

function say(document: Document, card: Card, update: Update, { lang: asked, texts: own }: PromptOptions): void {
  const [texts, lang] = textsFor(asked ?? (document.documentElement.lang || navigator.language), own)
  const { label, reload, later, hide } = texts
  const hasChoice = update.pending?.phase !== 'reloading'
  card.show(sentenceOf(update, texts, lang), { lang, label, reload, later: update.pending ? hide : later, hasChoice })
}
