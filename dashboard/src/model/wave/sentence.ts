// SPDX-License-Identifier: Apache-2.0
import type { Command, Outcome } from '../../api/types'
import type { PaceFields } from '../../api/waveTypes'
import { count, tabs, timeSpan } from '../format'
import { describeTarget } from '../target'

/** A command that makes tabs reload, or would with `force`. */
export type WaveCommand = Exclude<Command, { readonly kind: 'message' }>

/** Returns whether a command has a pace, a deadline or a rule of its own, and so is more than a reload at once. */
export function isPaced(command: Command): command is WaveCommand {
  if (command.kind === 'message') return false
  return command.spread !== undefined || command.perSecond !== undefined || command.deadline !== undefined || command.stopWhen !== undefined
}

/**
 * Returns what will happen, in words.
 *
 * @param preview what the command would reach now
 * @param total how many tabs are open; null while unknown
 */
export function waveSentence(command: WaveCommand, preview: Outcome, total: number | null): string {
  const { matched } = preview
  const first = command.kind === 'release' ? [becomes(command.version, preview)] : []
  if (matched === 0) return [...first, command.kind === 'release' ? 'No tab is on another version now.' : 'No tab matches now, so none would reload.'].join(' ')
  return [...first, `${among(matched, total)}${which(command)} will reload${manner(command, matched)}; ${deferral(command)}.`, ...stops(command)].join(' ')
}

/** Returns the pace in words: `at once`, `over 10 minutes`, `10 tabs a second`. */
export function paceText({ spread, perSecond }: PaceFields): string {
  if (perSecond !== undefined) return `${tabs(perSecond)} a second`
  return spread === undefined ? 'at once' : `over ${timeSpan(spread)}`
}

function becomes(version: string, { previous, rollback }: Outcome): string {
  if (version === previous) return `${version} is the current version already.`
  return `${version} becomes the current version${rollback === true ? ' again: this rolls back' : ''}, and every tab is notified.`
}

function among(matched: number, total: number | null): string {
  if (total === null) return tabs(matched)
  if (matched < total) return `${count(matched)} of ${tabs(total)}`
  return matched === 1 ? 'The only tab' : `All ${tabs(matched)}`
}

function which(command: WaveCommand): string {
  if (command.kind === 'release') return ' (those on other versions)'
  const described = describeTarget(command.target)
  return described === 'all open tabs' ? '' : ` (${described})`
}

function manner({ spread, perSecond }: PaceFields, matched: number): string {
  if (matched === 1 && spread !== undefined) return ` at a moment within ${timeSpan(spread)}`
  if (spread !== undefined) return `, one after the other over ${timeSpan(spread)}`
  if (perSecond === undefined) return ' at once'
  return `, ${count(perSecond)} a second, which takes ${matched <= perSecond ? 'a second' : timeSpan(matched / perSecond)}`
}

function deferral({ deadline }: PaceFields): string {
  return `a tab with unsaved work ${deadline === undefined ? 'may wait for as long as its page needs' : `has until ${timeSpan(deadline)} after it was asked`}`
}

function stops({ stopWhen: { lost, unhealthy } = {} }: PaceFields): readonly string[] {
  const rules = [
    ...(lost === undefined ? [] : [`more than ${lost} % do not come back`]),
    ...(unhealthy === undefined ? [] : [`the health address answers badly ${unhealthy === 1 ? 'once' : `${unhealthy} times in a row`}`]),
  ]
  return rules.length === 0 ? [] : [`It stops if ${rules.join(', or if ')}.`]
}
