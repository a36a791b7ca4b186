// SPDX-License-Identifier: Apache-2.0
import type { Command, Outcome } from '../api/types'
import { tabs } from './format'
import { describeTarget } from './target'
import { isPaced, paceText, waveSentence } from './wave/sentence'

/** The text of a dialog that asks for confirmation. */
export interface Confirmation {
  readonly title: string
  readonly body: string
  /** The label of the button that confirms. */
  readonly confirmLabel: string
  /** The number of tabs that a person must type, because there are many; otherwise absent. */
  readonly number?: number
}

/**
 * Returns the text that asks for confirmation of a command. It describes the tabs by the command's own target.
 *
 * @param preview what the command would do now
 * @param total how many tabs are open; null if unknown
 */
export function confirmationOf(command: Command, preview: Outcome, total: number | null = null): Confirmation {
  const text = textOf(command, preview)
  const body = isPaced(command) ? waveSentence(command, preview, total) : text.body
  return { ...text, body, ...(preview.confirm === undefined ? {} : { number: preview.confirm }) }
}

function textOf(command: Command, preview: Outcome): Confirmation {
  const number = tabs(preview.matched)
  switch (command.kind) {
    case 'release':
      return {
        title: command.force ? `Announce ${command.version} and reload ${number}?` : `Announce ${command.version}?`,
        body: releaseBody(command, preview),
        confirmLabel: command.force ? `Announce and reload ${number}` : `Announce to ${number}`,
      }
    case 'reload':
      return { title: `Reload ${number}?`, body: `This immediately reloads ${describeTarget(command.target)}.`, confirmLabel: `Reload ${number}` }
    case 'message':
      return {
        title: `Send “${command.message.type}” to ${number}?`,
        body: `The message goes to ${describeTarget(command.target)}.`,
        confirmLabel: `Send to ${number}`,
      }
  }
}

/** Returns the text that says what a command did. */
export function resultText(command: Command, outcome: Outcome): string {
  const number = tabs(outcome.matched)
  switch (command.kind) {
    case 'release':
      if (outcome.unchanged === true) return `${command.version} was already the current version. Nothing changed.`
      return `${command.version} is the current version${outcome.rollback === true ? ' again' : ''}. ${command.force ? 'Reloading' : 'Notified'} ${number}.`
    case 'reload':
      return isPaced(command) ? `The wave has begun: ${number}, ${paceText(command)}.` : `Reloading ${number}.`
    case 'message':
      return `Sent “${command.message.type}” to ${number}.`
  }
}

/** Returns whether announcing a version would do nothing: it is already current, and nobody is forced to reload. */
export function changesNothing(command: Command, preview: Outcome): boolean {
  return command.kind === 'release' && !command.force && command.version === preview.previous
}

function releaseBody(command: Command & { readonly kind: 'release' }, preview: Outcome): string {
  const { matched, previous } = preview
  if (changesNothing(command, preview)) return 'It is already the current version, so nothing changes.'
  const becomes = preview.rollback === true ? 'This rolls back: it was current before, and becomes the current version again.' : 'It becomes the current version.'
  const current = command.version === previous ? 'It is already the current version.' : becomes
  if (matched === 0) return `${current} No tab is on another version now.`
  const [who, are, reload] = matched === 1 ? ['The 1 tab on another version', 'is', 'reloads'] : [`The ${tabs(matched)} on other versions`, 'are', 'reload']
  return `${current} ${who} ${are} notified${command.force ? ` and ${reload} immediately` : '; your pages decide what to do'}.`
}
