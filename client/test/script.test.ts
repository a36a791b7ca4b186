// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
// The script for a tag: what the tag says, and what the page gets.
import { describe, expect, it, vi } from 'vitest'
import type { ScriptRollcall } from '../src/script/start'
import { announce, choices, clock, command, eachOnANewPage, opened, page, real, route, start, tab } from './fake/script-page'

eachOnANewPage()

describe('the tag', () => {
  it('names the build, and the address of the script that of the server', async () => {
    await start({ src: 'https://live.example/base/client.1a2b3c.js?x#y' })
    const { host, pathname, searchParams } = opened[0]!
    expect([host, pathname]).toEqual(['live.example', '/base/ws'])
    expect([searchParams.get('version'), searchParams.get('route')]).toEqual(['v1', '/basket'])
  })

  it('may name the server, as it must in a bundle', async () => {
    await start({ src: '/assets/index-1a2b.js', 'data-base': '/elsewhere' })
    expect(opened[0]!.pathname).toBe('/elsewhere/ws')
  })

  it('may name the group of the page, which counts for the path that the page came with', async () => {
    const client = await start({ 'data-group': '/basket/:step' })
    expect(opened[0]!.searchParams.get('group')).toBe('/basket/:step')
    history.replaceState(null, '', '/basket?item=2')
    expect(client.state).toMatchObject({ route: '/basket', group: '/basket/:step' })
    history.pushState(null, '', '/checkout')
    expect(client.state).toMatchObject({ route: '/checkout', group: null })
    client.setRoute('/checkout', '/checkout/:step')
    expect(client.state.group).toBe('/checkout/:step')
    history.pushState(null, '', '/basket')
    expect(client.state.group).toBe('/basket/:step')
  })

  it('without a build says what is missing, and does nothing', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    await start({ 'data-version': '' })
    expect(error.mock.calls[0]![0]).toContain('data-version="build-1"')
    expect([opened.length, page.rollcall, document.querySelector('rollcall-prompt')]).toEqual([0, undefined, null])
  })

  it('with texts that are not JSON says so, and uses its own', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    await start({ 'data-texts': '{reload}' })
    await announce('v2')
    expect(warn.mock.calls[0]![0]).toContain('data-texts')
    expect(choices()).toEqual(['Reload', 'Later'])
  })

  it('counts once, however often it is there', async () => {
    const client = await start()
    expect(await start()).toBe(client)
    expect([opened.length, document.querySelectorAll('rollcall-prompt').length]).toEqual([1, 1])
  })
})

describe('the page', () => {
  it('gets the client, also by an event, and may put a reload off', async () => {
    const ready = vi.fn()
    document.addEventListener('rollcall:ready', (event) => ready((event as CustomEvent).detail), { once: true })
    const client = await start()
    expect(ready).toHaveBeenCalledWith(client)
    client.beforeReload = () => false
    await command()
    expect([client.state.reload?.phase, tab.reloads]).toEqual(['deferred', 0])
    client.beforeReload = null
    client.reload()
    await clock.pass(0)
    expect(tab.reloads).toBe(1)
  })

  it('keeps its own `rollcall`', async () => {
    const own = {} as ScriptRollcall
    page.rollcall = own
    expect(await start()).toBe(own)
    expect(opened.length).toBe(1)
  })

  it('is followed where it goes by pushState, replaceState and back', async () => {
    await start()
    history.pushState(null, '', '/checkout?step=2')
    expect(route()).toBe('/checkout')
    history.replaceState(null, '', '/checkout/done')
    expect(route()).toBe('/checkout/done')
    real.pushState.call(history, null, '', '/unseen')
    window.dispatchEvent(new PopStateEvent('popstate'))
    expect(route()).toBe('/unseen')
  })

  it('is followed without touching its history where there is the Navigation API', async () => {
    page.navigation = new EventTarget()
    await start()
    expect(history.pushState).toBe(real.pushState)
    history.pushState(null, '', '/checkout')
    page.navigation.dispatchEvent(new Event('currententrychange'))
    expect(route()).toBe('/checkout')
  })

  it.each([['', '/'], ['#/shop/1?x', '/shop/1'], ['#!/shop', '/shop'], ['#imprint', '/imprint']])(
    'with routes in its fragment: %j is %j', async (fragment, expected) => {
      page.location.href = `http://shop.test/app.html${fragment}`
      await start({ 'data-route': 'hash' })
      expect(opened[0]!.searchParams.get('route')).toBe(expected)
    })
})
