// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { exportedFile } from '../../../src/model/export/connections'

const at = Date.UTC(2026, 10, 29, 1, 2, 3)
const tab = { id: 'a', version: 'v1', route: '/a,b', transport: 'sse' as const, since: at }

describe('exported connections', () => {
  it('are a table for spreadsheets', () => {
    const { name, type, text } = exportedFile([tab, { id: 'b', version: 'say "hi"', route: '/', user: 'ann' }], 'csv', at)
    expect([name, type]).toEqual(['rollcall-connections-2026-11-29T010203Z.csv', 'text/csv;charset=utf-8'])
    expect(text.split('\r\n')).toEqual(['id,version,route,user,ip,transport,since', 'a,v1,"/a,b",,,sse,2026-11-29T01:02:03.000Z', 'b,"say ""hi""",/,ann,,,', ''])
  })

  it.each(['=1+1', '+1', '-1', '@SUM(1)', '\tx'])('never are a formula: %s', (version) => {
    expect(exportedFile([{ ...tab, version }], 'csv', at).text).toContain(`a,'${version},`)
  })

  it('are as the server sent them in JSON', () => {
    expect(JSON.parse(exportedFile([tab], 'json', at).text)).toEqual([tab])
  })
})
