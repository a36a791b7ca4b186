// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { ApiError } from '../../src/api/admin'
import WaveForm from '../../src/components/waves/WaveForm.vue'
import WaveList from '../../src/components/waves/WaveList.vue'
import { FakeApi } from '../fake/api'
import { statsOf } from '../fake/client'
import { EVERYTHING, mountInDashboard, NOTHING } from '../fake/dashboard'
import { only, settled, submit, type } from '../fake/page'
import { waveWith } from '../fake/waves'

let api: FakeApi
let page: HTMLElement

beforeEach(() => {
  vi.useFakeTimers()
  api = new FakeApi()
})
afterEach(() => vi.useRealTimers())

describe('the form of a wave', () => {
  beforeEach(async () => {
    const mounted = await mountInDashboard(WaveForm, {}, api)
    page = mounted.page
    mounted.client.becomes({ status: 'connected', authorized: true, stats: statsOf({ v1: 20 }) })
    await vi.advanceTimersByTimeAsync(300)
    await settled()
  })

  async function ask(): Promise<HTMLDialogElement> {
    submit(only<HTMLFormElement>(page, 'form[aria-label]'))
    await settled()
    return only<HTMLDialogElement>(page, 'dialog')
  }

  const go = (): HTMLButtonElement => only<HTMLButtonElement>(page, 'dialog button[type=submit]')

  async function confirm(): Promise<void> {
    submit(only<HTMLFormElement>(page, 'dialog form'))
    await settled()
  }

  it('says in words and on the button what a dry run has counted', () => {
    expect(only(page, 'output').textContent).toMatch(/^17 of 20 tabs will reload, one after the other over 10 minutes;/)
    expect(only(page, 'form button[type=submit]').textContent).toBe('Reload 17 tabs…')
    expect(api.ran).toEqual([])
  })

  it('is sent without a number where none is needed', async () => {
    await ask()
    await confirm()
    expect(api.ran).toEqual([{ kind: 'reload', target: 'all', spread: 600, stopWhen: { lost: 5 } }])
    expect(only(page, '[aria-label=Result]').textContent).toContain('The wave has begun: 17 tabs')
  })

  it('to many tabs is sent with the number that was typed, and not before it is the right one', async () => {
    api.confirm = 1_700
    const field = only<HTMLInputElement>(await ask(), 'input')
    expect(go().disabled).toBe(true)
    for (const [text, isRight] of [['170', false], ['', false], ['1,700', true], ['1700 ', true]] as const) {
      type(field, text)
      await settled()
      expect(go().disabled).toBe(!isRight)
    }
    await confirm()
    expect(api.ran).toMatchObject([{ confirm: 1_700 }])
  })

  it('that reaches more tabs than it was asked about is asked again, with their number', async () => {
    await ask()
    api.failure = new ApiError(409, 'confirm: missing', null, 150)
    await confirm()
    expect(only(page, 'dialog [role=alert]').textContent).toBe('Nothing was sent: by now this would reload 150 tabs. Confirm that number.')
    expect([go().textContent, go().disabled]).toEqual(['Reload 150 tabs', true])
    api.failure = null
    type(only<HTMLInputElement>(page, 'dialog input'), '150')
    await settled()
    await confirm()
    expect(api.ran).toMatchObject([{ confirm: 150 }])
    expect(page.querySelector('dialog')).toBeNull()
  })
})

describe('with a read-only secret', () => {
  it('a note stands in place of the form, and the server is asked nothing that it would refuse', async () => {
    page = (await mountInDashboard(WaveForm, {}, api, ref(NOTHING))).page
    await vi.advanceTimersByTimeAsync(4_000)
    expect([page.querySelector('form'), api.previewed]).toEqual([null, []])
    expect(page.textContent).toContain('without the right to make tabs reload')
  })
})

describe('the list of waves', () => {
  const listed = async (rights = EVERYTHING): Promise<void> => void (page = (await mountInDashboard(WaveList, {}, api, ref(rights))).page)

  afterEach(() => vi.restoreAllMocks())

  it('is asked for again after each answer, which the server holds back, as long as the page can be seen', async () => {
    api.listed = [waveWith({ waiting: 3 })]
    await listed()
    expect(api.listings).toBe(2)
    api.list([waveWith({ waiting: 2, delivered: 1 })])
    await settled()
    expect(page.querySelector('tbody')?.textContent).toMatch(/Delivered1.*Waiting2/s)
    expect(api.listings).toBe(3)
    const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    api.list([waveWith({ delivered: 3 })])
    await settled()
    expect(api.listings).toBe(3)
    visible.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    await settled()
    expect(api.listings).toBe(4)
  })

  it('is asked for again five seconds after a request that failed, and what was known stays', async () => {
    api.listed = [waveWith({ waiting: 3 })]
    await listed()
    api.failure = new ApiError(0, 'The server is not responding.')
    api.list([waveWith({ delivered: 3 })])
    await settled()
    expect(page.textContent).toContain('The server is not responding.')
    const failed = api.listings
    api.failure = null
    await vi.advanceTimersByTimeAsync(4_999)
    expect(api.listings).toBe(failed)
    await vi.advanceTimersByTimeAsync(1)
    await settled()
    expect(page.textContent).not.toContain('The server is not responding.')
    expect(page.querySelector('tbody')?.textContent).toContain('Delivered3')
  })

  it('shows where the tabs are as a table, and on which versions they have returned', async () => {
    api.listed = [waveWith({ returned: 3, waiting: 1 }, { versions: { v2: 2, v1: 1 } })]
    await listed()
    const rows = [...page.querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' '))
    expect(rows[0]).toMatch(/^Returned375.0%/)
    expect(rows[1]).toMatch(/^Waiting125.0%/)
    expect(only(page, '.versions').textContent).toMatch(/came back are on.*v2 2.*v1 1/)
  })

  it('aborts once confirmed, with the reason, and says how many tabs were let off', async () => {
    api.listed = [waveWith({ waiting: 17 })]
    await listed()
    only(page, '.abort button').click()
    await settled()
    expect(api.aborted).toEqual([])
    type(only<HTMLInputElement>(page, 'dialog input'), 'too many errors ')
    await settled()
    submit(only<HTMLFormElement>(page, 'dialog form'))
    await settled()
    expect(api.aborted).toEqual([['w1', 'too many errors']])
    expect(only(page, '[aria-label=Result]').textContent).toBe('Aborted: 17 tabs were let off.')
  })

  it('lets nobody abort with only the right to read, or abort a finished wave', async () => {
    api.listed = [waveWith({ waiting: 17 })]
    await listed(NOTHING)
    expect(page.querySelector('.abort')).toBeNull()
    api.listed = [waveWith({ returned: 17 }, { state: 'done' })]
    await listed()
    expect(page.querySelector('.abort button')).toBeNull()
  })

  it('says what is missing of other nodes', async () => {
    api.listed = [waveWith({ waiting: 1 }, { answered: 2, nodes: 3, missing: 'shop-b does not answer' })]
    await listed()
    expect(page.textContent).toContain('Shop-b does not answer. 2 of 3 nodes')
  })
})
