// SPDX-License-Identifier: Apache-2.0
import { timeIn, type Texts } from './texts'
import type { Update } from '../../adapters/views'

/** What the prompt says at one moment. */
export interface Sentence {
  readonly before: string
  /** The time left; empty if the sentence has none. */
  readonly time: string
  readonly after: string
  /** The sentence is announced again when this changes, and not while only the time does. */
  readonly key: string
}

/** When to announce a sentence with a time again, in seconds left. */
const ANNOUNCED_AT = [60, 10]

/** What to say about a reload without a time, or with one that means nothing to the visitor. */
const UNTIMED = { scheduled: 'reloading', preparing: 'reloading', waiting: 'waiting', deferred: 'deferred', reloading: 'reloading' } as const

/** Returns what to say about an update. */
export function sentenceOf({ pending, seconds, serverVersion, unchanged }: Update, texts: Texts, lang: string): Sentence {
  const isTimed = !!seconds && hasTime(pending)
  const key = isTimed ? 'pending' : pending ? UNTIMED[pending.phase] : unchanged ? 'unchanged' : 'outdated'
  const text = texts[key].replaceAll('{version}', () => pending?.version ?? serverVersion ?? '')
  const [before = '', after = ''] = text.split('{time}')
  const time = isTimed && text.includes('{time}') ? timeIn(lang, seconds) : ''
  const step = isTimed ? ANNOUNCED_AT.filter((limit) => seconds > limit).length : ''
  return { before, time, after, key: `${lang} ${step} ${text}` }
}

/** Returns whether the end of the phase is also when the page reloads. */
function hasTime(pending: Update['pending']): boolean {
  return pending?.phase === 'scheduled' || pending?.phase === 'deferred'
}
