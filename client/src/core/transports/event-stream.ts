// SPDX-License-Identifier: Apache-2.0

/**
 * Creates a parser of an event stream (HTML Standard, section 9.2.6). It joins `data` lines, and ignores comments and
 * all other fields: the message `reconnect` also holds what `retry` says.
 *
 * @param event called with the data of each event
 * @returns a function that takes the text of the stream, in pieces of any size
 */
export function createEventParser(event: (data: string) => void): (piece: string) => void {
  let rest = ''
  let data = ''
  const take = (line: string): void => {
    const field = /^data(?:: ?(.*))?$/s.exec(line)
    if (field) data += '\n' + (field[1] ?? '')
    if (line || !data) return
    event(data.slice(1))
    data = ''
  }
  return (piece) => {
    // A CR at the very end may be the first half of a CR LF: it waits for the next piece.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    lines.forEach(take)
  }
}
