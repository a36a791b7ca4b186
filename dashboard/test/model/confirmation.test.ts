// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/api/types'
import { changesNothing, confirmationOf, resultText } from '../../src/model/confirmation'

const release: Command = { kind: 'release', version: 'v2', force: false }
const reload: Command = { kind: 'reload', target: { route: '/a' } }
const message: Command = { kind: 'message', target: 'all', message: { type: 'notice' } }

describe('a confirmation', () => {
  it('shows the number and the target', () => {
    expect(confirmationOf(reload, { matched: 17 })).toEqual({
      title: 'Reload 17 tabs?',
      body: 'This immediately reloads tabs on routes that begin with /a.',
      confirmLabel: 'Reload 17 tabs',
    })
  })

  it('says when every tab is meant', () => {
    expect(confirmationOf(message, { matched: 1 })).toEqual({
      title: 'Send “notice” to 1 tab?',
      body: 'The message goes to all open tabs.',
      confirmLabel: 'Send to 1 tab',
    })
  })

  it.each(['all tabs', 'all', 'tous les onglets'])('depends on the target of the command, not on the words of the server: %s', (words) => {
    const preview = { matched: 17, target: words }
    expect(confirmationOf({ ...message, target: { outdated: true } }, preview).body).toBe('The message goes to tabs on an outdated version.')
    expect(confirmationOf(message, preview).body).toBe('The message goes to all open tabs.')
  })

  it.each([
    [0, false, 'It becomes the current version. No tab is on another version now.'],
    [1, false, 'It becomes the current version. The 1 tab on another version is notified; your pages decide what to do.'],
    [1, true, 'It becomes the current version. The 1 tab on another version is notified and reloads immediately.'],
    [5, false, 'It becomes the current version. The 5 tabs on other versions are notified; your pages decide what to do.'],
    [5, true, 'It becomes the current version. The 5 tabs on other versions are notified and reload immediately.'],
  ])('of a version says what %i tabs do, force: %s', (matched, force, body) => {
    expect(confirmationOf({ ...release, force }, { matched, previous: 'v1' }).body).toBe(body)
  })

  it('says that announcing a version rolls back', () => {
    const preview = { matched: 1, previous: 'v3', rollback: true }
    expect(confirmationOf(release, preview).body).toMatch(/^This rolls back: it was current before/)
    expect(resultText(release, preview)).toBe('v2 is the current version again. Notified 1 tab.')
  })

  it('says when announcing a version changes nothing', () => {
    const preview = { matched: 0, previous: 'v2' }
    expect(changesNothing(release, preview)).toBe(true)
    expect(confirmationOf(release, preview).body).toBe('It is already the current version, so nothing changes.')
  })

  it('says when the current version is announced again to force tabs to reload', () => {
    const forced: Command = { ...release, force: true }
    const preview = { matched: 2, previous: 'v2' }
    expect(changesNothing(forced, preview)).toBe(false)
    expect(confirmationOf(forced, preview).body).toBe('It is already the current version. The 2 tabs on other versions are notified and reload immediately.')
    expect(confirmationOf(forced, { ...preview, matched: 0 }).body).toBe('It is already the current version. No tab is on another version now.')
  })
})

describe('the result of a command', () => {
  it('says what was done', () => {
    expect(resultText(release, { matched: 3 })).toBe('v2 is the current version. Notified 3 tabs.')
    expect(resultText(reload, { matched: 1 })).toBe('Reloading 1 tab.')
    expect(resultText(message, { matched: 2 })).toBe('Sent “notice” to 2 tabs.')
  })

  it('says when nothing has changed', () => {
    expect(resultText(release, { matched: 0, unchanged: true })).toBe('v2 was already the current version. Nothing changed.')
  })
})
