// SPDX-License-Identifier: Apache-2.0
// Which messages replace each other while they wait to be sent as POSTs.
import { readdirSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PostedMessage } from '../src/core/protocol/posted-message'
import { createOutbox, replacementKey } from '../src/core/transports/outbox'
import { FakeClock, FakeTab, settle } from './fake/environment'
import { FakeServer } from './fake/server'

const route = (path: string): PostedMessage => ({ type: 'route-update', route: path })
const ack = (command: string, state: 'received' | 'deferred'): PostedMessage => ({ type: 'ack', command, state })
const subscribe: PostedMessage = { type: 'subscribe-stats', delta: true }
const unsubscribe: PostedMessage = { type: 'unsubscribe-stats' }

describe('a queue of messages', () => {
  let clock: FakeClock
  let server: FakeServer
  let send: (message: PostedMessage) => void

  beforeEach(() => {
    clock = new FakeClock()
    server = new FakeServer(clock)
    const tab = { connectionId: 'c1.proof', misses: 0, url: (path: string) => `http://shop.test${path}`, leave: () => {}, openingUrl: () => '', note: () => {} }
    send = createOutbox(new FakeTab(clock, server).window, tab, new AbortController().signal, false, () => {})
  })

  /** Sends a message that the server cannot take, then these; returns what the server gets when it can. */
  async function sentAfterRefusal(...messages: PostedMessage[]): Promise<string[]> {
    server.postRefusal = () => new Response('', { status: 429, headers: { 'retry-after': '1' } })
    send(ack('k0', 'received'))
    await settle()
    messages.forEach(send)
    server.postRefusal = () => new Response('{"ok":true}')
    server.posts.length = 0
    await clock.pass(1_000)
    return server.posts.map(({ path, body }) => [path, body['route'], body['command'], body['state']].filter(Boolean).join(' '))
  }

  it('sends only the last one of messages about the same thing, in the order in which these were added', async () => {
    const sent = await sentAfterRefusal(route('/a'), subscribe, route('/b'), unsubscribe, route('/c'), subscribe, unsubscribe)
    expect(sent).toEqual(['/ack k0 received', '/route /c', '/unsubscribe-stats'])
  })

  it('sends every state of every command', async () => {
    const sent = await sentAfterRefusal(ack('k1', 'received'), ack('k1', 'deferred'), ack('k2', 'received'), ack('k1', 'received'))
    expect(sent).toEqual(['/ack k0 received', '/ack k1 deferred', '/ack k2 received', '/ack k1 received'])
  })
})

describe('keys of messages', () => {
  const messages = [route('/a'), subscribe, unsubscribe, ack('k1', 'received'), ack('k1', 'deferred'), ack('k2', 'received')]

  it('are the same for two messages only if both are about stats', () => {
    expect(replacementKey(subscribe)).toBe(replacementKey(unsubscribe))
    expect(new Set(messages.map(replacementKey)).size).toBe(messages.length - 1)
  })

  it('are tested here for every type of message from the tab but the ping', () => {
    const types = readdirSync(new URL('../../docs/fixtures/from-tab/', import.meta.url)).map((file) => file.replace('.json', ''))
    expect(new Set(['ping', ...messages.map(({ type }) => type)])).toEqual(new Set(types))
  })
})
