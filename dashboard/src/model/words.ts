// SPDX-License-Identifier: Apache-2.0
import type { Command, Outcome } from '../api/types'
import { tabs } from './format'

/** What a confirmation says. */
export interface Question {
  readonly title: string
  readonly body: string
  /** What the button that goes on says. */
  readonly yes: string
}

/** Asks before a command is carried out. */
export function question(command: Command, outcome: Outcome): Question {
  const found = tabs(outcome.matched)
  switch (command.kind) {
    case 'release':
      return { title: `Announce ${command.version}?`, body: releaseBody(command.force, outcome), yes: `Announce to ${found}` }
    case 'reload':
      return { title: `Reload ${found}?`, body: `They load the page anew at once: ${targetWords(outcome)}.`, yes: `Reload ${found}` }
    case 'message':
      return {
        title: `Send “${command.message.type}” to ${found}?`,
        body: `It goes to ${targetWords(outcome)}.`,
        yes: `Send to ${found}`,
      }
  }
}

/** Says what became of it. */
export function report(command: Command, outcome: Outcome): string {
  const told = `${tabs(outcome.matched)} ${outcome.matched === 1 ? 'was' : 'were'}`
  switch (command.kind) {
    case 'release':
      return outcome.unchanged === true ? `${command.version} was in force already: nothing changed.` : `${command.version} is in force: ${told} told.`
    case 'reload':
      return `${told} told to reload.`
    case 'message':
      return `${told} sent “${command.message.type}”.`
  }
}

function releaseBody(force: boolean, outcome: Outcome): string {
  if (outcome.unchanged === true) return 'It is in force already, so nothing changes.'
  const becomes = 'It becomes the version in force.'
  if (outcome.matched === 0) return `${becomes} No tab is on another version now.`
  const on = outcome.matched === 1 ? 'The 1 tab on another version is' : `The ${tabs(outcome.matched)} on other versions are`
  return `${becomes} ${on} told${force ? ' and reload at once' : '; the page decides what to do'}.`
}

function targetWords(outcome: Outcome): string {
  return outcome.target === undefined || outcome.target === 'all' ? 'every open tab' : outcome.target
}
