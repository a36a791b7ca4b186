// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest'
import { useResource, type Resource } from '../../src/composables/shared/useResource'
import { inScope, settled } from '../fake/page'

let requests: { readonly signal: AbortSignal; answer(value: string): void; fail(error: Error): void }[]
let resource: Resource<string>

beforeEach(() => {
  requests = []
  resource = inScope(() =>
    useResource('initial', (signal) => new Promise<string>((answer, fail) => requests.push({ signal, answer, fail }))),
  )
})

describe('a resource', () => {
  it('fetches nothing by itself', () => {
    expect(requests).toEqual([])
    expect(resource.data.value).toBe('initial')
  })

  it('drops a response that a later request has overtaken', async () => {
    void resource.refresh()
    void resource.refresh()
    requests[1]?.answer('second')
    requests[0]?.answer('first')
    await settled()
    expect(resource.data.value).toBe('second')
    expect(requests[0]?.signal.aborted).toBe(true)
  })

  it('keeps its data when a request fails, and says why', async () => {
    void resource.refresh()
    requests[0]?.answer('data')
    await settled()
    void resource.refresh()
    requests[1]?.fail(new Error('The server is not responding.'))
    await settled()
    expect([resource.data.value, resource.error.value]).toEqual(['data', 'The server is not responding.'])
  })

  it('is renewed only when no request is open', async () => {
    resource.renew()
    resource.renew()
    expect(requests).toHaveLength(1)
    requests[0]?.answer('first')
    await settled()
    resource.renew()
    expect(requests).toHaveLength(2)
    expect(resource.data.value).toBe('first')
  })

  it('can be renewed after a reset', () => {
    resource.renew()
    resource.reset()
    resource.renew()
    expect(requests).toHaveLength(2)
  })

  it('drops a response that arrives after a reset', async () => {
    void resource.refresh()
    resource.reset()
    requests[0]?.answer('late')
    await settled()
    expect(resource.data.value).toBe('initial')
  })
})
