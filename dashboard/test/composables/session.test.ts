// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../../src/api/admin'
import type { Session } from '../../src/api/types'
import { useSession, type UseSession } from '../../src/composables/session/useSession'
import { FakeApi } from '../fake/api'
import { inScope } from '../fake/page'

const HOUR = 3_600_000
const admin = { name: 'admin-secret', scopes: ['read', 'announce', 'reload', 'admin'] as const }

let api: FakeApi
let used: UseSession
let wentTo: string[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(1_700_000_000_000)
  history.replaceState(null, '', '/__skew/dashboard/')
  api = new FakeApi()
  wentTo = []
  used = inScope(() => useSession(api, (address) => wentTo.push(address)))
})
afterEach(() => vi.useRealTimers())

function session(): { name: string; scopes: readonly ['read', 'announce', 'reload', 'admin']; expires: number } {
  return { ...admin, expires: Date.now() + HOUR }
}

describe('signing in', () => {
  it('is not needed while the cookie is valid', async () => {
    api.cookieSession = session()
    await used.start()
    expect(used.session.value?.name).toBe('admin-secret')
    expect(used.rights.value).toEqual({ announce: true, reload: true, force: true, admin: true })
    expect(used.checking.value).toBe(false)
  })

  it('is first asked for without giving a reason', async () => {
    await used.start()
    expect(used.session.value).toBeNull()
    expect(used.reason.value).toBeNull()
    expect(used.checking.value).toBe(false)
  })

  it('is asked for with the reason when the browser has a cookie from before a restart', async () => {
    api.hasOldCookie = true
    await used.start()
    expect(used.session.value).toBeNull()
    expect(used.reason.value).toContain('the server restarted')
  })

  it('works with a secret', async () => {
    api.grantedSession = session()
    await used.signIn('open sesame')
    expect(api.proofs).toEqual([{ secret: 'open sesame' }])
    expect(used.session.value).not.toBeNull()
  })

  it.each([
    [new ApiError(401, 'no'), 'Wrong secret.'],
    [new ApiError(429, 'slow', 5), 'Too many attempts. Try again in 5 seconds.'],
    [new ApiError(0, 'The server is not responding.'), 'The server is not responding.'],
  ])('says why it failed: %s', async (failure, reason) => {
    api.failure = failure
    await used.signIn('guess')
    expect(used.reason.value).toBe(reason)
    expect(used.session.value).toBeNull()
  })

  it('allows no commands with a read-only secret', async () => {
    api.grantedSession = { name: 'wall', scopes: ['read'], expires: Date.now() + HOUR }
    await used.signIn('read only')
    expect(used.rights.value).toEqual({ announce: false, reload: false, force: false, admin: false })
  })
})

describe('a person whom the application knows', () => {
  const ada: Session = { name: 'ada', scopes: ['read', 'announce'], by: 'application', signOut: '/logout' }

  it('is signed in without a secret, with the rights of their roles', async () => {
    api.applicationSession = ada
    await used.start()
    expect(used.session.value).toEqual(ada)
    expect(used.rights.value).toEqual({ announce: true, reload: false, force: false, admin: false })
    expect(api.proofs).toEqual([])
  })

  it('signs out where the application does that', async () => {
    api.applicationSession = ada
    await used.start()
    await used.signOut()
    expect([wentTo, used.session.value]).toEqual([['/logout'], ada])
  })

  it('goes nowhere if the server does not know how', async () => {
    api.applicationSession = { name: 'ada', scopes: ['read'], by: 'application' }
    await used.start()
    await used.signOut()
    expect([wentTo, used.session.value?.name]).toEqual([[], 'ada'])
  })

  it('is told when the application no longer knows them', async () => {
    api.applicationSession = ada
    await used.start()
    api.applicationSession = null
    api.nobody = { application: { name: null, signIn: '/login' } }
    await used.check()
    expect([used.session.value, used.nobody.value?.application?.signIn]).toEqual([null, '/login'])
    expect(used.reason.value).toContain('no longer signed in to the application')
  })

  it('learns where to sign in again when a request was answered with 401', async () => {
    api.applicationSession = ada
    await used.start()
    api.applicationSession = null
    api.nobody = { application: { name: null, signIn: '/login' } }
    api.unauthorize()
    await vi.advanceTimersByTimeAsync(0)
    expect([used.session.value, used.nobody.value?.application?.signIn]).toEqual([null, '/login'])
    expect(used.reason.value).toContain('no longer signed in to the application')
  })

  it('is asked for by no timer: that would keep the application’s session from ending', async () => {
    api.applicationSession = ada
    await used.start()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stays signed in there when a session with a secret ends, and hears of it', async () => {
    api.cookieSession = session()
    api.applicationSession = ada
    await used.start()
    expect(used.session.value?.name).toBe('admin-secret')
    await used.signOut()
    expect(used.session.value).toEqual(ada)
    expect(used.reason.value).toContain('still knows you as ada')
  })
})

describe('a sign-in link', () => {
  beforeEach(() => history.replaceState(null, '', '/__skew/dashboard/#link=abc123'))

  it('signs in and is removed from the address', async () => {
    api.grantedSession = session()
    const started = used.start()
    expect(location.hash).toBe('')
    await started
    expect(api.proofs).toEqual([{ link: 'abc123' }])
    expect(used.session.value).not.toBeNull()
  })

  it('leaves the rest of the address, which names the view', async () => {
    history.replaceState(null, '', '/__skew/dashboard/#link=abc123&route=%2Fcart')
    api.grantedSession = session()
    await used.start()
    expect(location.hash).toBe('#route=%2Fcart')
    expect(api.proofs).toEqual([{ link: 'abc123' }])
  })

  it('says when it has been used before', async () => {
    await used.start()
    expect(used.reason.value).toBe('This link has expired or has been used before.')
    expect(used.checking.value).toBe(false)
  })

  it('does not end an existing session when it has been used before', async () => {
    api.cookieSession = session()
    api.signIn = async () => Promise.reject(new ApiError(401, 'used'))
    await used.start()
    expect(used.session.value).not.toBeNull()
    expect(used.reason.value).toBeNull()
  })
})

describe('the end of a session', () => {
  beforeEach(async () => {
    api.cookieSession = session()
    await used.start()
  })

  it('comes when it expires, and says so', async () => {
    api.cookieSession = null
    await vi.advanceTimersByTimeAsync(HOUR - 1)
    expect(used.session.value).not.toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect(used.session.value).toBeNull()
    expect(used.reason.value).toBe('Your session has expired.')
  })

  it('is decided by the clock of the server', async () => {
    await vi.advanceTimersByTimeAsync(HOUR + 30_000)
    expect(used.session.value).not.toBeNull()
    api.cookieSession = null
    await vi.advanceTimersByTimeAsync(60_000)
    expect(used.session.value).toBeNull()
  })

  it('comes with the first response that is 401', () => {
    api.unauthorize()
    expect(used.session.value).toBeNull()
    expect(used.reason.value).toContain('signed out elsewhere')
  })

  it('does not come because the server is not responding', async () => {
    api.failure = new ApiError(0, 'The server is not responding.')
    await used.check()
    expect(used.session.value).not.toBeNull()
  })

  it('comes by signing out', async () => {
    await used.signOut()
    expect(used.session.value).toBeNull()
    expect(used.reason.value).toBe('You have signed out.')
  })

  it('is not shown when signing out failed', async () => {
    api.failure = new ApiError(0, 'The server is not responding.')
    await used.signOut()
    expect(used.session.value).not.toBeNull()
    expect(used.reason.value).toBe('The server is not responding.')
  })
})
