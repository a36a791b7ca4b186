// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest'
import SignInView from '../../src/views/SignInView.vue'
import { mount, only, settled, submit, type } from '../fake/page'

describe('the sign-in screen', () => {
  it('can be filled in by a password manager', () => {
    const page = mount(SignInView, { reason: null, signIn: vi.fn(), theme: 'light' })
    expect(only<HTMLInputElement>(page, 'input[type=password]').autocomplete).toBe('current-password')
    expect(only<HTMLInputElement>(page, 'input[autocomplete=username]').value).not.toBe('')
    expect(only(page, 'label[for=secret]').textContent).toBe('Admin secret')
  })

  it('passes the secret on and forgets it', async () => {
    const signIn = vi.fn(async () => {})
    const page = mount(SignInView, { reason: null, signIn, theme: 'light' })
    const field = only<HTMLInputElement>(page, 'input[type=password]')
    type(field, 'open sesame')
    submit(only<HTMLFormElement>(page, 'form'))
    await settled()
    expect(signIn).toHaveBeenCalledExactlyOnceWith('open sesame')
    expect(field.value).toBe('')
    expect(document.activeElement).toBe(field)
  })

  it('shows why signing in is needed, as text', () => {
    const page = mount(SignInView, { reason: 'Your session <b>has</b> expired.', signIn: vi.fn(), theme: 'light' })
    expect(only(page, '[role=alert]').textContent).toBe('Your session <b>has</b> expired.')
  })
})
