// SPDX-License-Identifier: Apache-2.0
import type { Command } from '../../api/types'
import type { PaceFields } from '../../api/waveTypes'
import { emptyFilter, shareProblem, targetOf, type Filter } from '../filter'
import { count } from '../format'

/** The value of a number field: an empty text while the field is empty. */
export type NumberField = number | ''

/** A wave as far as it has been filled in. Its fields are changed in place. */
export interface WaveDraft {
  action: 'reload' | 'release'
  /** The version to announce; only for a release. */
  version: string
  /** Confirms that the version may be one that nobody has seen; counts only if the server asks for that. */
  unseen: boolean
  /** Which tabs reload; a release means those on other versions. */
  readonly filter: Filter
  percent: NumberField
  pace: 'once' | 'spread' | 'rate'
  minutes: NumberField
  perSecond: NumberField
  /** How long a tab may put the reload off, in minutes; empty for as long as it likes. */
  deadline: NumberField
  /** The wave stops when more than this percentage of tabs does not come back; empty for never. */
  lost: NumberField
  /** The wave stops after this number of bad answers of the health address in a row; empty for never. */
  unhealthy: NumberField
}

/** The result of a draft. */
export interface DraftedWave {
  /** Null while the fields do not make a command. */
  readonly command: Command | null
  /** Why they do not; null if they do, and while they are only incomplete. */
  readonly problem: string | null
}

const MAX_SPREAD_MINUTES = 24 * 60
const MAX_PER_SECOND = 1_000_000
const MAX_ANSWERS = 100
const MAX_DEADLINE_MINUTES = 7 * 24 * 60

/** Returns a draft with gentle defaults. */
export function emptyDraft(): WaveDraft {
  return { action: 'reload', version: '', unseen: false, filter: emptyFilter(), percent: '', pace: 'spread', minutes: 10, perSecond: 10, deadline: '', lost: 5, unhealthy: '' }
}

/**
 * Returns the command that a draft makes.
 *
 * @param asksUnseen whether the server must be told that nobody has seen the version
 */
export function waveOf(draft: WaveDraft, asksUnseen = false): DraftedWave {
  const problem = problemOf(draft)
  if (problem !== null || isIncomplete(draft)) return { command: null, problem }
  const { action, version, unseen, filter, percent } = draft
  if (action === 'release') {
    return { command: { kind: 'release', version, force: true, ...(asksUnseen && unseen ? { unseen: true } : {}), ...paceOf(draft) }, problem: null }
  }
  return { command: { kind: 'reload', target: targetOf(filter, percent === '' ? null : percent), ...paceOf(draft) }, problem: null }
}

function isIncomplete({ action, version, pace, minutes, perSecond }: WaveDraft): boolean {
  return (action === 'release' && version === '') || (pace === 'spread' && minutes === '') || (pace === 'rate' && perSecond === '')
}

function paceOf({ pace, minutes, perSecond, deadline, lost, unhealthy }: WaveDraft): PaceFields {
  const stopWhen = { ...(lost === '' ? {} : { lost }), ...(unhealthy === '' ? {} : { unhealthy }) }
  return {
    ...(pace === 'spread' && minutes !== '' ? { spread: seconds(minutes) } : {}),
    ...(pace === 'rate' && perSecond !== '' ? { perSecond } : {}),
    ...(deadline === '' ? {} : { deadline: seconds(deadline) }),
    ...(Object.keys(stopWhen).length === 0 ? {} : { stopWhen }),
  }
}

function problemOf({ action, percent, pace, minutes, perSecond, deadline, lost, unhealthy }: WaveDraft): string | null {
  const problems = [
    action === 'reload' ? shareProblem(percent === '' ? null : percent) : null,
    pace === 'spread' ? rangeProblem('Spread', minutes, MAX_SPREAD_MINUTES, 'minutes') : null,
    pace === 'rate' ? wholeProblem('Tabs a second', perSecond, MAX_PER_SECOND) : null,
    rangeProblem('Time for unsaved work', deadline, MAX_DEADLINE_MINUTES, 'minutes'),
    wholeProblem('Lost', lost, 100),
    wholeProblem('Bad answers', unhealthy, MAX_ANSWERS),
  ]
  return problems.find((problem) => problem !== null) ?? null
}

/** Returns whole seconds, at least one. */
function seconds(minutes: number): number {
  return Math.max(1, Math.round(minutes * 60))
}

function rangeProblem(name: string, value: NumberField, highest: number, unit: string): string | null {
  return value === '' || (value > 0 && value <= highest) ? null : `${name}: ${value} ${unit} (expected: more than 0, and at most ${count(highest)}).`
}

function wholeProblem(name: string, value: NumberField, highest: number): string | null {
  return value === '' || (Number.isInteger(value) && value >= 1 && value <= highest) ? null : `${name}: ${value} (expected: a whole number from 1 to ${count(highest)}).`
}
