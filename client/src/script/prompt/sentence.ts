// SPDX-License-Identifier: Apache-2.0
import { timeIn, type Texts } from './texts'
import type { Update } from '../../adapters/views'

/** What the prompt says at one moment. */
export interface Sentence {
  readonly before: string
  /** The time that is left; empty when the sentence has none. */
  readonly time: string
  readonly after: string
  /** The sentence is announced again when this changes, and not while only the time does. */
  readonly key: string
}

/** When a sentence with a time is announced again, in seconds that are left. */
const ANNOUNCED_AT = [60, 10]

/** Returns what to say about an update. */
export function sentenceOf({ pending, seconds, serverVersion }: Update, texts: Texts, lang: string): Sentence {
  const isTimed = pending !== null && !!seconds && pending.phase !== 'reloading' && pending.phase !== 'preparing'
  const text = textOf(pending?.phase, isTimed, texts).replaceAll('{version}', () => pending?.version ?? serverVersion ?? '')
  const [before = '', after = ''] = text.split('{time}')
  const time = isTimed && text.includes('{time}') ? timeIn(lang, seconds) : ''
  const step = isTimed ? ANNOUNCED_AT.filter((limit) => seconds > limit).length : ''
  return { before, time, after, key: `${lang} ${step} ${text}` }
}

function textOf(phase: string | undefined, isTimed: boolean, texts: Texts): string {
  if (phase === undefined) return texts.outdated
  if (phase === 'preparing' || phase === 'reloading') return texts.reloading
  return isTimed ? texts.pending : texts.soon
}
