// SPDX-License-Identifier: Apache-2.0
import { createElements, type Elements } from './elements'
import type { Sentence } from './sentence'

/** The texts on the card besides its sentence. */
export interface Words {
  readonly lang: string
  readonly label: string
  readonly reload: string
  readonly later: string
  /** Whether there is something left to choose. */
  readonly hasChoice: boolean
}

/** The prompt as it is seen and heard. */
export interface Card {
  readonly host: HTMLElement
  readonly box: HTMLElement
  show(sentence: Sentence, words: Words): void
  hide(): void
  on(button: 'reload' | 'later', listener: () => void): void
}

/** Creates the card, which shows nothing at first. */
export function createCard(document: Document, theme: string | undefined): Card {
  const elements = createElements(document, theme)
  const { host, box, actions } = elements
  const [say, beSilent] = createSpeaker(elements)
  // After the body, and so last in the order of the Tab key.
  if (document.body) attach(host)
  else document.addEventListener('DOMContentLoaded', () => attach(host))
  return {
    host,
    box,
    show: (sentence, words) => {
      attach(host)
      label(elements, words)
      say(sentence)
    },
    hide: () => {
      beSilent()
      actions.hidden = true
      box.classList.remove('on', 'top')
      for (const name of ['role', 'aria-label']) box.removeAttribute(name)
    },
    on: (button, listener) => {
      elements[button].addEventListener('click', listener)
      if (button === 'later') onEscape(box, () => actions.hidden || listener())
    },
  }
}

/** Escape in the card is for the card: nothing else on the page closes with it. */
function onEscape(box: HTMLElement, listener: () => void): void {
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    listener()
  })
}

/** Puts the card into its page. A page that is rewritten as a whole loses it. */
function attach(host: HTMLElement): void {
  if (!host.isConnected) host.ownerDocument.documentElement.append(host)
}

function label({ box, actions, ...buttons }: Elements, { lang, label, reload, later, hasChoice }: Words): void {
  box.lang = lang
  box.setAttribute('role', 'region')
  box.setAttribute('aria-label', label)
  box.classList.add('on')
  buttons.reload.textContent = reload
  buttons.later.textContent = later
  actions.hidden = !hasChoice
}

/**
 * Creates the function that puts sentences into the live region; a sentence goes in again only to be announced again.
 */
function createSpeaker({ text, time }: Elements): [say: (sentence: Sentence) => void, beSilent: () => void] {
  let key: string | null = null
  const say = (sentence: Sentence): void => {
    if (time.textContent !== sentence.time) time.textContent = sentence.time
    if (key === sentence.key) return
    key = sentence.key
    text.replaceChildren(sentence.before, ...(sentence.time ? [time] : []), sentence.after)
  }
  const beSilent = (): void => {
    key = null
    text.replaceChildren()
  }
  return [say, beSilent]
}
