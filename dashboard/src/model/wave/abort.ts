// SPDX-License-Identifier: Apache-2.0
import type { Wave } from '../../api/waveTypes'
import type { Confirmation } from '../confirmation'
import { tabs } from '../format'
import { at } from './funnel'

/** Returns the text that asks whether to abort a wave. */
export function abortQuestion(wave: Wave): Confirmation {
  const waiting = at(wave, 'waiting')
  const asked = at(wave, 'delivered') + at(wave, 'deferred') + at(wave, 'reloading')
  const rest = asked === 0 ? '' : ` ${asked === 1 ? '1 tab that was asked already goes' : `${tabs(asked)} that were asked already go`} on.`
  return {
    title: 'Abort this wave?',
    body: `${waiting === 0 ? 'No tab waits any more.' : `${waiting === 1 ? '1 tab that waits is' : `${tabs(waiting)} that wait are`} let off, and will not reload.`}${rest}`,
    confirmLabel: waiting === 0 ? 'Abort' : `Abort, and let ${tabs(waiting)} off`,
  }
}
