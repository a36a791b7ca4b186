// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { forwardedHeaders, passedHeaders, targetOf } from '../src/runtime/server/forward'

describe('the address', () => {
  it.each([
    ['http://rollcall:8080', '/__skew', '/', '/__skew/sse?route=%2Fa', 'http://rollcall:8080/__skew/sse?route=%2Fa'],
    ['http://rollcall:8080/', '/__skew', '/app/', '/app/__skew/sse', 'http://rollcall:8080/__skew/sse'],
    ['http://rollcall:8080/', '/__skew', '/app/', '/__skew/sse', 'http://rollcall:8080/__skew/sse'],
    ['https://a.example/base/', '/live', '/', '/live/poll?resume=/live', 'https://a.example/base/poll?resume=/live'],
  ])('%s %s %s %s', (server, url, base, path, target) => expect(targetOf(server, url, base, path)).toBe(target))

  it.each(['/__skew/../api/admin/stats', '/__skew/%2e%2e/x', '/__skew/..\\x'])('%s leads nowhere', (path) => {
    expect(() => targetOf('http://rollcall:8080', '/__skew', '/', path)).toThrow('leads out of /__skew')
  })
})

describe('the headers for Rollcall', () => {
  it('say what the browser asked for, and where the visitor is', () => {
    expect(forwardedHeaders({ host: 'shop.example', origin: 'https://shop.example', cookie: 'a=1' }, '203.0.113.9', true)).toEqual({
      origin: 'https://shop.example',
      cookie: 'a=1',
      'accept-encoding': 'identity',
      'x-forwarded-host': 'shop.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9',
    })
  })

  it('keep what a proxy in front has found out, and add to it on the right', () => {
    const incoming = { host: 'nuxt:3000', 'x-forwarded-host': 'shop.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
    expect(forwardedHeaders(incoming, '10.0.0.1', false)).toMatchObject({
      'x-forwarded-host': 'shop.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.9, 10.0.0.1',
    })
  })

  it('contain nothing that a visitor may not set, and nothing of the connection', () => {
    const incoming = { host: 'a', connection: 'keep-alive, X-Odd', 'x-odd': '1', upgrade: 'websocket', 'x-forwarded-user': 'root', 'content-length': '3', 'content-type': 'application/json' }
    expect(Object.keys(forwardedHeaders(incoming, undefined, false)).sort()).toEqual(['accept-encoding', 'content-type', 'x-forwarded-host', 'x-forwarded-proto'])
  })
})

it('the headers for the tab keep cookies apart, and are none of the connection', () => {
  const answered = new Headers({ 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked', connection: 'close' })
  answered.append('set-cookie', 'a=1')
  answered.append('set-cookie', 'b=2')
  expect([...passedHeaders(answered)]).toEqual([['content-type', 'text/event-stream'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']])
})
