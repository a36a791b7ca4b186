// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { check, publicSettings, type ModuleOptions } from '../src/options'

const DEFAULTS: ModuleOptions = { enabled: true, url: '/__skew', prompt: true, prefetch: false, groups: false, versionHeader: true, announce: false, client: {} }

describe('settings', () => {
  it.each([{}, { url: 'https://live.example/__skew' }, { serverUrl: 'http://rollcall:8080' }, { url: '/a/b' }, { dev: false, serverUrl: 'http://a' }])(
    '%j fit',
    (options) => expect(() => check({ ...DEFAULTS, ...options })).not.toThrow(),
  )

  it.each([
    [{ url: '__skew' }, 'rollcall.url: __skew (expected: a path such as /__skew'],
    [{ url: '/' }, 'rollcall.url: /'],
    [{ url: '/__skew/' }, 'rollcall.url: /__skew/'],
    [{ serverUrl: 'rollcall:8080' }, 'rollcall.serverUrl: rollcall:8080 (expected: an address'],
    [{ serverUrl: 'http://a', url: 'https://b/__skew' }, 'rollcall.url: https://b/__skew with a serverUrl'],
    [{ serverUrl: 'http://a', dev: true }, 'rollcall.dev: true with a serverUrl'],
  ])('%j do not: %s', (options, message) => expect(() => check({ ...DEFAULTS, ...options })).toThrow(message))
})

describe('settings for pages', () => {
  it('hold no address that only the server may know', () => {
    const settings = publicSettings({ ...DEFAULTS, serverUrl: 'http://secret-host:8080' }, true)
    expect(JSON.stringify(settings)).not.toContain('secret-host')
  })

  it('leave out WebSockets where Nuxt passes on, unless the application wants them', () => {
    expect(publicSettings(DEFAULTS, true).client).toEqual({ transport: ['sse', 'polling'] })
    expect(publicSettings(DEFAULTS, false).client).toEqual({})
    expect(publicSettings({ ...DEFAULTS, client: { transport: 'polling', beat: 5 } }, true).client).toEqual({ transport: 'polling', beat: 5 })
  })
})
