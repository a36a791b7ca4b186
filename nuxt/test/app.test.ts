// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PendingReload } from '@rollcall/client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chunksIn } from '../src/build-files'
import { createBeforeReload } from '../src/runtime/app/before-reload'
import { missing } from '../src/runtime/app/site'
import { sendVersion } from '../src/runtime/app/version-header'
import { fileName } from '../src/runtime/shared'

vi.mock('nuxt/app', () => ({}))

const RELOAD = { version: 'build-2' } as PendingReload

describe('before a reload', () => {
  it('no objection, unless a listener objects', async () => {
    const question = createBeforeReload(() => undefined)
    expect(question.ask(RELOAD)).toBeUndefined()
    question.add(() => undefined)
    expect(question.ask(RELOAD)).toBeUndefined()
    const end = question.add(() => false)
    expect(question.ask(RELOAD)).toBe(false)
    end()
    expect(question.ask(RELOAD)).toBeUndefined()
  })

  it('what the visitor has typed keeps the page, unless the application decides', () => {
    const question = createBeforeReload(() => false)
    expect(question.ask(RELOAD)).toBe(false)
    question.add(() => undefined)
    expect(question.ask(RELOAD)).toBeUndefined()
  })

  it('everybody who needs time gets it, and may still object', async () => {
    const question = createBeforeReload(() => undefined)
    let finish = (): void => {}
    question.add(() => new Promise<void>((resolve) => (finish = resolve)))
    question.add(async () => {})
    const answer = question.ask(RELOAD)
    const settled = vi.fn()
    void Promise.resolve(answer).then(settled)
    await Promise.resolve()
    expect(settled).not.toHaveBeenCalled()
    finish()
    expect(await answer).toBeUndefined()
    question.add(async () => false)
    const again = question.ask(RELOAD)
    finish()
    expect(await again).toBe(false)
  })

  it('the same function may be added twice, and is removed one at a time', () => {
    const question = createBeforeReload(() => undefined)
    const listener = vi.fn()
    const [first] = [question.add(listener), question.add(listener)]
    first?.()
    question.ask(RELOAD)
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

describe('requests', () => {
  type OnRequest = (context: { request: string | Request; options: { baseURL?: string; headers: Headers } }) => void
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['/api/x', undefined, true],
    ['x', undefined, true],
    ['https://shop.example/api', undefined, true],
    ['https://other.example/api', undefined, false],
    ['//other.example/api', undefined, false],
    ['/api', 'https://other.example', false],
    [new Request('https://shop.example/api'), undefined, true],
    [new Request('https://other.example/api'), undefined, false],
  ])('to %s below %s: say the version: %s', (request, baseURL, says) => {
    let onRequest: OnRequest = () => {}
    vi.stubGlobal('location', new URL('https://shop.example/page'))
    vi.stubGlobal('$fetch', { create: (options: { onRequest: OnRequest }) => (onRequest = options.onRequest) })
    sendVersion('bü 1')
    const headers = new Headers()
    onRequest({ request, options: { headers, ...(baseURL === undefined ? {} : { baseURL }) } })
    expect(headers.get('x-rollcall-version')).toBe(says ? 'b%C3%BC%201' : null)
  })
})

describe('chunks', () => {
  it('are listed by their path below the folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-nuxt-'))
    mkdirSync(join(folder, 'deep'))
    for (const name of ['b.js', 'deep/a.js', 'c.css', 'd.png']) writeFileSync(join(folder, name), '')
    expect(chunksIn(folder)).toEqual(['b.js', 'c.css', 'deep/a.js'])
    rmSync(folder, { recursive: true })
  })

  it('are outdated when another build does not have them', () => {
    expect(missing(['a.js', 'b.js', 'b.js'], ['a.js', 'c.js'])).toEqual(['b.js'])
  })

  it('of any version have a file of their own', () => {
    const names = ['build-1', 'a/b', 'a~2fb', 'ü 1', '../x', 'A b'].map(fileName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[\w.~-]+$/)
  })
})
