// SPDX-License-Identifier: Apache-2.0

/**
 * Creates a parser of an event stream (HTML Standard, section 9.2.6). It joins `data` lines, reads `retry`, and ignores
 * comments and all other fields.
 *
 * @param event called with the data of each event
 * @param retry called with the reconnection time that the server sets, in milliseconds
 * @returns takes the text of the stream, in pieces of any size
 */
export function createEventParser(
  event: (data: string) => void,
  retry: (millis: number) => void,
): (piece: string) => void {
  let rest = ''
  let data: string[] = []
  const take = (line: string): void => {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?/.exec(line) ?? []
    if (field === 'data') data.push(value)
    if (field === 'retry' && /^\d+$/.test(value)) retry(Number(value))
    if (line || !data.length) return
    event(data.join('\n'))
    data = []
  }
  return (piece) => {
    // A CR at the very end may be the first half of a CR LF: it waits for the next piece.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    lines.forEach(take)
  }
}
