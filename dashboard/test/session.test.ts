// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../src/api/admin'
import { useSession, type UseSession } from '../src/composables/useSession'
import { FakeAdmin } from './fake/admin'
import { inScope } from './fake/scope'

const HOUR = 3_600_000
const admin = { name: 'admin-secret', scopes: ['read', 'command'] as const }

let server: FakeAdmin
let user: UseSession

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(1_700_000_000_000)
  history.replaceState(null, '', '/__skew/dashboard/')
  server = new FakeAdmin()
  user = inScope(() => useSession(server))
})
afterEach(() => vi.useRealTimers())

function session(): { name: string; scopes: readonly ['read', 'command']; expires: number } {
  return { ...admin, expires: Date.now() + HOUR }
}

describe('signing in', () => {
  it('is not needed while the cookie holds', async () => {
    server.held = session()
    await user.start()
    expect(user.session.value?.name).toBe('admin-secret')
    expect(user.canCommand.value).toBe(true)
    expect(user.checking.value).toBe(false)
  })

  it('is asked for without a reason at first', async () => {
    await user.start()
    expect(user.session.value).toBeNull()
    expect(user.reason.value).toBeNull()
    expect(user.checking.value).toBe(false)
  })

  it('works with the secret', async () => {
    server.granted = session()
    await user.signIn('open sesame')
    expect(server.proofs).toEqual([{ secret: 'open sesame' }])
    expect(user.session.value).not.toBeNull()
  })

  it.each([
    [new ApiError(401, 'no'), 'This secret is not the right one.'],
    [new ApiError(429, 'slow', 5), 'Too many attempts. Try again in 5 seconds.'],
    [new ApiError(0, 'The server does not answer.'), 'The server does not answer.'],
  ])('says why not: %s', async (failure, reason) => {
    server.failure = failure
    await user.signIn('guess')
    expect(user.reason.value).toBe(reason)
    expect(user.session.value).toBeNull()
  })

  it('allows no commands with a secret that reads', async () => {
    server.granted = { name: 'wall', scopes: ['read'], expires: Date.now() + HOUR }
    await user.signIn('read only')
    expect(user.canCommand.value).toBe(false)
  })
})

describe('the one-time link', () => {
  beforeEach(() => history.replaceState(null, '', '/__skew/dashboard/#link=abc123'))

  it('signs in and leaves the address', async () => {
    server.granted = session()
    const started = user.start()
    expect(location.hash).toBe('')
    await started
    expect(server.proofs).toEqual([{ link: 'abc123' }])
    expect(user.session.value).not.toBeNull()
  })

  it('that was used says so', async () => {
    await user.start()
    expect(user.reason.value).toBe('This link was used before, or is too old.')
    expect(user.checking.value).toBe(false)
  })

  it('that was used does no harm to who is signed in', async () => {
    server.held = session()
    server.signIn = async () => Promise.reject(new ApiError(401, 'used'))
    await user.start()
    expect(user.session.value).not.toBeNull()
    expect(user.reason.value).toBeNull()
  })
})

describe('the end', () => {
  beforeEach(async () => {
    server.held = session()
    await user.start()
  })

  it('comes when the time is over, and says so', async () => {
    server.held = null
    await vi.advanceTimersByTimeAsync(HOUR - 1)
    expect(user.session.value).not.toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    expect(user.session.value).toBeNull()
    expect(user.reason.value).toBe('Your session has expired.')
  })

  it('waits for the server, whose clock counts', async () => {
    await vi.advanceTimersByTimeAsync(HOUR + 30_000)
    expect(user.session.value).not.toBeNull()
    server.held = null
    await vi.advanceTimersByTimeAsync(60_000)
    expect(user.session.value).toBeNull()
  })

  it('comes with the first answer that says 401', () => {
    server.unauthorize()
    expect(user.session.value).toBeNull()
    expect(user.reason.value).toContain('signed out elsewhere')
  })

  it('does not come because the server is away', async () => {
    server.failure = new ApiError(0, 'The server does not answer.')
    await user.check()
    expect(user.session.value).not.toBeNull()
  })

  it('comes by signing out', async () => {
    await user.signOut()
    expect(user.session.value).toBeNull()
    expect(user.reason.value).toBe('You are signed out.')
  })

  it('is not pretended when signing out failed', async () => {
    server.failure = new ApiError(0, 'The server does not answer.')
    await user.signOut()
    expect(user.session.value).not.toBeNull()
    expect(user.reason.value).toBe('The server does not answer.')
  })
})
