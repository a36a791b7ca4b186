// SPDX-License-Identifier: Apache-2.0
import type { Wave } from '../../api/waveTypes'
import { count, dateTime, sentence, tabs, timeSpan } from '../format'
import { at, through } from './funnel'
import { paceText } from './sentence'

const STATES: Readonly<Record<Wave['state'], string>> = { running: 'Running', done: 'Done', aborted: 'Aborted', stopped: 'Stopped' }

/** Returns the state of a wave in a word. */
export function stateText({ state }: Wave): string {
  return STATES[state] ?? state
}

/** Returns how far a wave is, in a few words. */
export function progressText(wave: Wave): string {
  if (wave.matched === 0) return 'no tab matched'
  const returned = `${count(at(wave, 'returned'))} of ${tabs(wave.matched)} returned`
  return wave.state === 'running' ? `${returned}, ${count(wave.matched - through(wave))} still to come` : returned
}

/** Returns the part of a wave's time that has passed, from 0 to 1. */
export function timeShare({ at: begin, until }: Wave, now: number): number {
  return until <= begin ? 1 : Math.min(1, Math.max(0, (now - begin) / (until - begin)))
}

/** Returns how much of a running wave's time has passed, in words. */
export function timeText(wave: Wave, now: number): string {
  if (now >= wave.until) return 'Every tab has been asked.'
  const span = (millis: number): string => timeSpan(Math.max(0, millis) / 1_000)
  return `${span(now - wave.at)} of ${span(wave.until - wave.at)} have passed; the last tab is asked at ${dateTime(wave.until)}.`
}

/** Returns why a wave ended early, and who ended it; null if it did not. */
export function endText({ state, reason, endedBy }: Wave): string | null {
  if (reason === undefined) return null
  const who = state === 'stopped' ? 'Stopped by itself' : `Aborted by ${endedBy ?? 'somebody'}`
  return `${who}: ${sentence(reason)}`
}

/** Returns pace, deadline and rule of a wave, in words. */
export function rulesText(wave: Wave): string {
  const { deadline, stopWhen } = wave
  return [
    paceText(wave),
    ...(deadline === undefined ? [] : [`unsaved work may wait ${timeSpan(deadline)}`]),
    ...(stopWhen?.lost === undefined ? [] : [`stops above ${stopWhen.lost} % lost`]),
    ...(stopWhen?.unhealthy === undefined ? [] : [`stops after ${stopWhen.unhealthy} bad health ${stopWhen.unhealthy === 1 ? 'answer' : 'answers'}`]),
  ].join(', ')
}
