// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import type { NoSession } from '../../src/api/types'
import SignInView from '../../src/views/SignInView.vue'
import { mount, only, settled, submit, type } from '../fake/page'

describe('the sign-in screen of an application', () => {
  const shown = (nobody: Omit<NoSession, 'name' | 'ended'>): HTMLElement =>
    mount(SignInView, { reason: null, nobody: { name: null, ended: false, ...nobody }, signIn: vi.fn(), theme: 'light' })

  it('leads to the application, beside the form for a secret', () => {
    const page = shown({ application: { name: null, signIn: '/login?next=dashboard' } })
    const link = only<HTMLAnchorElement>(page, 'a.button')
    expect([link.getAttribute('href'), link.textContent.trim()]).toEqual(['/login?next=dashboard', 'Sign in with your account'])
    expect(page.querySelector('input[type=password]')).not.toBeNull()
  })

  it('has no form where there is no secret, and no link where there is no address', () => {
    const page = shown({ application: { name: null, signIn: null }, secret: false })
    expect([page.querySelector('input'), page.querySelector('a')]).toEqual([null, null])
    expect(page.textContent).toContain('then reload this page')
  })

  it('tells those who may not see it by which name they are known, as text, and sends them nowhere', () => {
    const page = shown({ application: { name: '<b>bob</b>', signIn: '/login' } })
    expect(only(page, 'strong').textContent).toBe('<b>bob</b>')
    expect(page.textContent).toContain('none of your roles opens this dashboard')
    expect(only(page, 'a').textContent.trim()).toBe('Sign in with another account')
  })
})

describe('the sign-in screen', () => {
  it('can be filled in by a password manager', () => {
    const page = mount(SignInView, { reason: null, nobody: null, signIn: vi.fn(), theme: 'light' })
    expect(only<HTMLInputElement>(page, 'input[type=password]').autocomplete).toBe('current-password')
    expect(only<HTMLInputElement>(page, 'input[autocomplete=username]').value).not.toBe('')
    expect(only(page, 'label[for=secret]').textContent).toBe('Admin secret')
  })

  it('passes the secret on and forgets it', async () => {
    const signIn = vi.fn(async () => {})
    const page = mount(SignInView, { reason: null, nobody: null, signIn, theme: 'light' })
    const field = only<HTMLInputElement>(page, 'input[type=password]')
    type(field, 'open sesame')
    submit(only<HTMLFormElement>(page, 'form'))
    await settled()
    expect(signIn).toHaveBeenCalledExactlyOnceWith('open sesame')
    expect(field.value).toBe('')
    expect(document.activeElement).toBe(field)
  })

  it('shows why signing in is needed, as text', () => {
    const page = mount(SignInView, { reason: 'Your session <b>has</b> expired.', nobody: null, signIn: vi.fn(), theme: 'light' })
    expect(only(page, '[role=alert]').textContent).toBe('Your session <b>has</b> expired.')
  })
})
