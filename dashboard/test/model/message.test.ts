// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readMessage } from '../../src/model/message'

function message(type: string, fields = ''): unknown {
  return readMessage(type, fields).message
}

describe('a message', () => {
  it('has a type and the fields of a JSON object', () => {
    expect(message('notice', ' {"text": "hi"} ')).toEqual({ type: 'notice', text: 'hi' })
    expect(message('notice')).toEqual({ type: 'notice' })
  })

  it('keeps its type whatever the fields say', () => {
    expect(message('notice', '{"type": "version"}')).toEqual({ type: 'notice' })
  })

  it('is incomplete without a type, which is no problem yet', () => {
    expect(readMessage('', '{oops')).toEqual({ message: null, problem: null })
  })

  it('has a type of up to 128 characters, as the server allows', () => {
    expect(message('x'.repeat(128))).toEqual({ type: 'x'.repeat(128) })
    expect(readMessage('x'.repeat(129), '')).toEqual({ message: null, problem: 'Message type: 129 characters (expected: 1 to 128).' })
  })

  it.each(['connected', 'version', 'stats', 'stats-of-a-later-version'])('cannot have a type of the protocol: %s', (type) => {
    expect(readMessage(type, '')).toEqual({ message: null, problem: expect.stringContaining('reserved for the protocol') })
  })

  it.each(['statistics', 'versions', 'Connected', 'constructor'])('can have any other type: %s', (type) => {
    expect(message(type)).toEqual({ type })
  })

  it.each(['[1]', '"text"', 'null', '{oops'])('says why fields do not fit: %s', (fields) => {
    expect(readMessage('notice', fields)).toEqual({ message: null, problem: expect.stringContaining('not a JSON object') })
  })
})
