// SPDX-License-Identifier: Apache-2.0
import type { Command, Outcome } from '../api/types'
import { tabs } from './format'
import { describeTarget } from './target'

/** The text of a dialog that asks for confirmation. */
export interface Confirmation {
  readonly title: string
  readonly body: string
  /** The label of the button that confirms. */
  readonly confirmLabel: string
}

/**
 * Returns the text that asks for confirmation of a command. What the tabs are is said from the command itself.
 *
 * @param preview what the command would do now
 */
export function confirmationOf(command: Command, preview: Outcome): Confirmation {
  const number = tabs(preview.matched)
  switch (command.kind) {
    case 'release':
      return { title: `Announce ${command.version}?`, body: releaseBody(command.force, preview), confirmLabel: `Announce to ${number}` }
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
      return `${command.version} is now the current version. Notified ${number}.`
    case 'reload':
      return `Reloading ${number}.`
    case 'message':
      return `Sent “${command.message.type}” to ${number}.`
  }
}

function releaseBody(force: boolean, { matched, unchanged }: Outcome): string {
  if (unchanged === true) return 'It is already the current version, so nothing changes.'
  if (matched === 0) return 'It becomes the current version. No tab is on another version now.'
  const [who, are, reload] = matched === 1 ? ['The 1 tab on another version', 'is', 'reloads'] : [`The ${tabs(matched)} on other versions`, 'are', 'reload']
  return `It becomes the current version. ${who} ${are} notified${force ? ` and ${reload} immediately` : '; your pages decide what to do'}.`
}
